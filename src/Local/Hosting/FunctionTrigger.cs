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
/// <remarks>Loops, not queries: a query over these values is forty methods that every start compiles anew.</remarks>
internal sealed class FunctionTrigger(TriggerKind kind, CustomAttributeValue<string> value)
{
    /// <summary>Of a function that nothing starts.</summary>
    public static readonly FunctionTrigger None = new(TriggerKind.None, new CustomAttributeValue<string>([], []));

    public TriggerKind Kind => kind;

    /// <summary>The first argument of the constructor that is of the type; null for none.</summary>
    public T? Argument<T>()
        where T : struct => First<T>() is T found ? found : null;

    /// <summary>The first text among the constructor's arguments.</summary>
    public string? Text => (string?)First<string>();

    /// <summary>Texts of the constructor's list; empty where it has none.</summary>
    public IEnumerable<string> Texts
    {
        get
        {
            if (First<ImmutableArray<CustomAttributeTypedArgument<string>>>() is not ImmutableArray<CustomAttributeTypedArgument<string>> list)
            {
                yield break;
            }

            foreach (CustomAttributeTypedArgument<string> item in list)
            {
                yield return (string)item.Value!;
            }
        }
    }

    /// <summary>A property that the attribute sets; null where it does not.</summary>
    public object? Property(string name)
    {
        foreach (CustomAttributeNamedArgument<string> argument in value.NamedArguments)
        {
            if (argument.Name == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private object? First<T>()
    {
        foreach (CustomAttributeTypedArgument<string> argument in value.FixedArguments)
        {
            if (argument.Value is T)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
