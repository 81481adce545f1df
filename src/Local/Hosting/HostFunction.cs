using System.Collections.Immutable;
using System.ComponentModel;
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

    public HostFunction(Lazy<MethodInfo> method, string name, FunctionTrigger trigger)
    {
        _method = method;
        Name = name;
        Trigger = trigger;
        _bound = new Lazy<Bound>(() => new Bound(method.Value));
    }

    public FunctionTrigger Trigger { get; }

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

    /// <summary>Runs the method and gives back what it returned, its task awaited.</summary>
    public Task<object?> RunAsync(InvocationContext context)
    {
        object? target = _method.Value.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, _method.Value.DeclaringType!);
        return _bound.Value.RunAsync(target, context);
    }

    /// <summary>The method taken apart once: a binder for each parameter, and where its task has its result.</summary>
    private sealed class Bound(MethodInfo method)
    {
        private readonly MethodInvoker _invoker = MethodInvoker.Create(method);
        private readonly Func<InvocationContext, object?>[] _binders = [.. method.GetParameters().Select(Binder)];
        private readonly bool _takesClient = method.GetParameters().Any(parameter => parameter.ParameterType == typeof(DurableTaskClient));
        private readonly PropertyInfo? _result = method.ReturnType.GetProperty(nameof(Task<>.Result));

        public async Task<object?> RunAsync(object? target, InvocationContext context)
        {
            if (_takesClient)
            {
                await context.Client;
            }

            object?[] arguments = [.. _binders.Select(bind => bind(context))];
            object? returned = _invoker.Invoke(target, arguments.AsSpan());
            if (returned is not Task task)
            {
                return returned;
            }

            await task;
            return _result?.GetValue(task);
        }

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
                return context => context.Client.Result; // awaited before
            }

            if (parameter.IsDefined(typeof(TriggerBindingAttribute), inherit: true))
            {
                return context => context.TriggerValue;
            }

            object? missing = parameter.HasDefaultValue ? parameter.DefaultValue : type.IsValueType ? Activator.CreateInstance(type) : null;
            return context => context.BindingData.TryGetValue(name, out string? value) ? Convert(value, type) : missing;
        }

        /// <summary>A route value as the parameter's type; the route's constraint has seen to its form.</summary>
        private static object? Convert(string value, Type type) =>
            type == typeof(string) ? value : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
    }
}
