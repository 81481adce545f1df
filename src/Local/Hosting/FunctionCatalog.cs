using System.Collections.Frozen;
using System.Reflection;
using MakeDevice.Local.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace MakeDevice.Local.Hosting;

/// <summary>All functions of the app by what starts them. As in the real worker, they are methods of public classes.</summary>
internal sealed class FunctionCatalog
{
    private readonly FrozenDictionary<string, HostFunction> _orchestrators;
    private readonly FrozenDictionary<string, HostFunction> _activities;

    /// <exception cref="InvalidOperationException">Two functions have one name, or a function has no trigger.</exception>
    public FunctionCatalog(IEnumerable<Type> classes, string routePrefix)
    {
        Dictionary<string, HostFunction> orchestrators = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, HostFunction> activities = new(StringComparer.OrdinalIgnoreCase);
        List<HttpRoute> routes = [];
        List<(HostFunction, TimerTriggerAttribute)> timers = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (HostFunction function in Find(classes))
        {
            if (!names.Add(function.Name))
            {
                throw new InvalidOperationException($"Two functions have the name '{function.Name}'.");
            }

            switch (function.Trigger?.Trigger)
            {
                case HttpTriggerAttribute http:
                    string route = http.Route ?? function.Name;
                    RouteTemplate template = new(routePrefix.Length == 0 ? route : $"{routePrefix}/{route}");
                    routes.Add(new HttpRoute(template, [.. (http.Methods ?? []).Select(m => m.ToUpperInvariant())], function));
                    Levels[function.Name] = http.AuthLevel;
                    break;
                case OrchestrationTriggerAttribute orchestration:
                    orchestrators.Add(orchestration.Orchestration ?? function.Name, function);
                    break;
                case ActivityTriggerAttribute activity:
                    activities.Add(activity.Activity ?? function.Name, function);
                    break;
                case TimerTriggerAttribute timer:
                    timers.Add((function, timer));
                    break;
                default:
                    throw new InvalidOperationException($"Function '{function.Name}' has no trigger that this host knows.");
            }
        }

        _orchestrators = orchestrators.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _activities = activities.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Routes = new RouteTable(routes);
        Timers = timers;
    }

    public RouteTable Routes { get; }

    public IReadOnlyList<(HostFunction Function, TimerTriggerAttribute Trigger)> Timers { get; }

    private Dictionary<string, AuthorizationLevel> Levels { get; } = new(StringComparer.OrdinalIgnoreCase);

    public AuthorizationLevel LevelOf(HostFunction function) => Levels[function.Name];

    public HostFunction? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public HostFunction? FindActivity(string name) => _activities.GetValueOrDefault(name);

    private static IEnumerable<HostFunction> Find(IEnumerable<Type> classes) =>
        from type in classes
        where type is { IsClass: true, IsPublic: true } or { IsClass: true, IsNestedPublic: true }
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<FunctionAttribute>(inherit: false)
        where attribute is not null
        select new HostFunction(method, attribute.Name);
}
