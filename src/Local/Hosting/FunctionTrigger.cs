using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MakeDevice.Local.Hosting;

/// <summary>What starts a function.</summary>
internal enum TriggerKind
{
    None,
    Http,
    Orchestration,
    Activity,
    Timer,
}

/// <summary>A trigger's attribute as the metadata has it.</summary>
/// <param name="value">Its arguments; enumerations as their numbers.</param>
internal sealed class FunctionTrigger(TriggerKind kind, CustomAttributeValue<string> value)
{
    /// <summary>Of a function that nothing starts.</summary>
    public static readonly FunctionTrigger None = new(TriggerKind.None, new CustomAttributeValue<string>([], []));

    public TriggerKind Kind => kind;

    /// <summary>The first argument of the constructor that is of the type; null for none.</summary>
    public T? Argument<T>()
        where T : struct => value.FixedArguments.Select(argument => argument.Value).OfType<T>().Cast<T?>().FirstOrDefault();

    /// <summary>The first text among the constructor's arguments.</summary>
    public string? Text => value.FixedArguments.Select(argument => argument.Value).OfType<string>().FirstOrDefault();

    /// <summary>Texts of the constructor's list; empty where it has none.</summary>
    public IEnumerable<string> Texts => Argument<ImmutableArray<CustomAttributeTypedArgument<string>>>() is { } list ? list.Select(item => (string)item.Value!) : [];

    /// <summary>A property that the attribute sets; null where it does not.</summary>
    public object? Property(string name) => value.NamedArguments.FirstOrDefault(argument => argument.Name == name).Value;
}
