using System.Collections.Frozen;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Local.Hosting;

/// <summary>An HTTP function and where it answers.</summary>
/// <param name="Template">As ASP.NET writes routes, the prefix included.</param>
/// <param name="Methods">In upper case; empty for all.</param>
internal sealed record HttpRoute(HostFunction Function, string Template, IReadOnlyList<string> Methods, AuthorizationLevel Level);

/// <summary>All functions of the app by what starts them.</summary>
internal sealed class FunctionCatalog
{
    private readonly FrozenDictionary<string, HostFunction> _orchestrators;
    private readonly FrozenDictionary<string, HostFunction> _activities;

    /// <exception cref="InvalidOperationException">Two functions have one name, or a function has no trigger.</exception>
    public FunctionCatalog(IEnumerable<HostFunction> functions, string routePrefix)
    {
        Dictionary<string, HostFunction> orchestrators = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, HostFunction> activities = new(StringComparer.OrdinalIgnoreCase);
        List<HttpRoute> routes = [];
        List<(HostFunction, TimerTriggerAttribute)> timers = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (HostFunction function in functions)
        {
            if (!names.Add(function.Name))
            {
                throw new InvalidOperationException($"Two functions have the name '{function.Name}'.");
            }

            switch (function.Kind)
            {
                case TriggerKind.Http:
                    HttpTriggerAttribute http = (HttpTriggerAttribute)function.Trigger;
                    string route = http.Route ?? function.Name;
                    string template = routePrefix.Length == 0 ? route : $"{routePrefix}/{route}";
                    routes.Add(new HttpRoute(function, template, [.. (http.Methods ?? []).Select(m => m.ToUpperInvariant())], http.AuthLevel));
                    break;
                case TriggerKind.Orchestration:
                    string? orchestration = function.HasTriggerProperties ? ((OrchestrationTriggerAttribute)function.Trigger).Orchestration : null;
                    orchestrators.Add(orchestration ?? function.Name, function);
                    break;
                case TriggerKind.Activity:
                    string? activity = function.HasTriggerProperties ? ((ActivityTriggerAttribute)function.Trigger).Activity : null;
                    activities.Add(activity ?? function.Name, function);
                    break;
                case TriggerKind.Timer:
                    timers.Add((function, (TimerTriggerAttribute)function.Trigger));
                    break;
                default:
                    throw new InvalidOperationException($"Function '{function.Name}' has no trigger that this host knows.");
            }
        }

        _orchestrators = orchestrators.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _activities = activities.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Routes = routes;
        Timers = timers;
    }

    public IReadOnlyList<HttpRoute> Routes { get; }

    public IReadOnlyList<(HostFunction Function, TimerTriggerAttribute Trigger)> Timers { get; }

    public HostFunction? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public HostFunction? FindActivity(string name) => _activities.GetValueOrDefault(name);
}
