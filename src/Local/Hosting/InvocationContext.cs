using MakeDevice.Hub;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace MakeDevice.Local.Hosting;

/// <summary>One invocation: the trigger's value, the binding data and a scope of services.</summary>
internal sealed class InvocationContext(
    HostFunction function, IServiceProvider services, Task<HubClient> client, IReadOnlyDictionary<string, string> bindingData, CancellationToken cancellation)
    : FunctionContext, IAsyncDisposable
{
    private readonly AsyncServiceScope _scope = services.CreateAsyncScope();
    private IServiceProvider? _services;
    private Dictionary<object, object>? _items;
    private string? _invocationId;

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override FunctionDefinition FunctionDefinition => function;

    public override IServiceProvider InstanceServices
    {
        get => _services ?? _scope.ServiceProvider;
        set => _services = value;
    }

    public override IDictionary<object, object> Items
    {
        get => _items ??= [];
        set => _items = new Dictionary<object, object>(value);
    }

    public override CancellationToken CancellationToken => cancellation;

    public override TraceContext TraceContext { get; } = new CurrentTrace();

    public override BindingContext BindingContext => new Bindings(BindingData);

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IInvocationFeatures Features { get; } = new FeatureSet();

    public IReadOnlyDictionary<string, string> BindingData => bindingData;

    /// <summary>There when the hub is open.</summary>
    public Task<HubClient> Client => client;

    /// <summary>The request, the orchestration's context, an activity's input or the timer.</summary>
    public object? TriggerValue { get; set; }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    private sealed class CurrentTrace : TraceContext
    {
        public override string TraceParent => System.Diagnostics.Activity.Current?.Id ?? "";

        public override string TraceState => System.Diagnostics.Activity.Current?.TraceStateString ?? "";
    }

    private sealed class Bindings(IReadOnlyDictionary<string, string> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data.ToDictionary(pair => pair.Key, pair => (object?)pair.Value);
    }

    private sealed class FeatureSet : Dictionary<Type, object>, IInvocationFeatures
    {
        public void Set<T>(T instance) => this[typeof(T)] = instance!;

        public T? Get<T>() => TryGetValue(typeof(T), out object? feature) ? (T)feature : default;
    }

    private sealed class NoRetries : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
