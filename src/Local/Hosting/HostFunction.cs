using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// A function found by reflection. Its method is bound when it first runs, so that a start, or a status request, loads no type that only
/// an activity takes.
/// </summary>
internal sealed class HostFunction : FunctionDefinition
{
    private readonly Lazy<MethodInfo> _method;
    private readonly Lazy<Bound> _bound;

    /// <param name="hasTriggerProperties">Whether the trigger's attribute sets properties, such as another name.</param>
    public HostFunction(Lazy<MethodInfo> method, string name, TriggerKind kind, bool hasTriggerProperties)
    {
        _method = method;
        Name = name;
        Kind = kind;
        HasTriggerProperties = hasTriggerProperties;
        _bound = new Lazy<Bound>(() => new Bound(method.Value));
    }

    public TriggerKind Kind { get; }

    public bool HasTriggerProperties { get; }

    public override string Name { get; }

    public override string Id => Name;

    public override string EntryPoint => $"{_method.Value.DeclaringType!.FullName}.{_method.Value.Name}";

    public override string PathToAssembly => AppContext.BaseDirectory;

    public override ImmutableArray<FunctionParameter> Parameters =>
        [.. _method.Value.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

    public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    /// <summary>As what an activity takes its input.</summary>
    public Type ActivityInput => TakesActivityContext ? typeof(object) : TriggerParameter.ParameterType;

    public bool TakesActivityContext => TriggerParameter.ParameterType == typeof(TaskActivityContext);

    private ParameterInfo TriggerParameter => _method.Value.GetParameters().First(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true));

    /// <summary>The trigger's attribute; reading it loads the types of the method's parameters.</summary>
    public TriggerBindingAttribute Trigger => TriggerParameter.GetCustomAttribute<TriggerBindingAttribute>()!;

    /// <summary>Runs the method and gives back what it returned, its task awaited.</summary>
    public Task<object?> RunAsync(InvocationContext context)
    {
        Bound bound = _bound.Value;
        object?[] arguments = new object?[bound.Binders.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = bound.Binders[i](context);
        }

        MethodInfo method = _method.Value;
        object? target = method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, method.DeclaringType!);
        return bound.Unwrap(bound.Invoker.Invoke(target, arguments.AsSpan()));
    }

    /// <summary>The method taken apart once: a binder for each parameter, and how its result is awaited.</summary>
    private sealed class Bound(MethodInfo method)
    {
        public MethodInvoker Invoker { get; } = MethodInvoker.Create(method);

        public Func<InvocationContext, object?>[] Binders { get; } = [.. method.GetParameters().Select(Binder)];

        public Func<object?, Task<object?>> Unwrap { get; } = Unwrapper(method.ReturnType);

        private static Func<InvocationContext, object?> Binder(ParameterInfo parameter)
        {
            Type type = parameter.ParameterType;
            string name = parameter.Name!;
            if (type == typeof(FunctionContext))
            {
                return context => context;
            }

            if (type == typeof(CancellationToken))
            {
                return context => context.CancellationToken;
            }

            if (type == typeof(DurableTaskClient))
            {
                return context => context.Client;
            }

            if (parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true))
            {
                return context => context.TriggerValue;
            }

            object? missing = parameter.HasDefaultValue ? parameter.DefaultValue : type.IsValueType ? Activator.CreateInstance(type) : null;
            return context => context.BindingData.TryGetValue(name, out string? value) ? Convert(value, type) : missing;
        }

        /// <summary>A route value as the parameter's type; the route's constraint has seen to its form.</summary>
        private static object? Convert(string value, Type type)
        {
            Type target = Nullable.GetUnderlyingType(type) ?? type;
            return target == typeof(string) ? value
                : target == typeof(Guid) ? Guid.Parse(value)
                : target.IsEnum ? Enum.Parse(target, value, ignoreCase: true)
                : System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }

        private static Func<object?, Task<object?>> Unwrapper(Type returned)
        {
            if (returned == typeof(Task) || returned == typeof(void))
            {
                return result => result is Task task ? AwaitAsync(task) : Task.FromResult<object?>(null);
            }

            if (returned == typeof(ValueTask))
            {
                return result => AwaitAsync(((ValueTask)result!).AsTask());
            }

            if (returned.IsGenericType && returned.GetGenericTypeDefinition() is { } generic && (generic == typeof(Task<>) || generic == typeof(ValueTask<>)))
            {
                string name = generic == typeof(Task<>) ? nameof(AwaitResultAsync) : nameof(AwaitValueAsync);
                return typeof(Bound).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(returned.GenericTypeArguments)
                    .CreateDelegate<Func<object?, Task<object?>>>();
            }

            return Task.FromResult;
        }

        private static async Task<object?> AwaitAsync(Task task)
        {
            await task;
            return null;
        }

        private static async Task<object?> AwaitResultAsync<T>(object? task) => await (Task<T>)task!;

        private static async Task<object?> AwaitValueAsync<T>(object? task) => await (ValueTask<T>)task!;
    }
}
