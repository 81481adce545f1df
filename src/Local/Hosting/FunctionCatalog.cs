using System.Collections.Frozen;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Local.Hosting;

/// <summary>An HTTP function and where it answers.</summary>
/// <param name="Template">As ASP.NET writes routes, the prefix included.</param>
/// <param name="Methods">In upper case; empty for all.</param>
internal sealed record HttpRoute(HostFunction Function, string Template, IReadOnlyList<string> Methods, AuthorizationLevel Level);

/// <summary>A timer function and when it runs.</summary>
/// <param name="Schedule">As the attribute has it: an expression, or <c>%SETTING%</c>.</param>
internal sealed record TimerSchedule(HostFunction Function, string Schedule, bool RunsAtStart);

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
        List<TimerSchedule> timers = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (HostFunction function in functions)
        {
            if (!names.Add(function.Name))
            {
                throw new InvalidOperationException($"Two functions have the name '{function.Name}'.");
            }

            FunctionTrigger trigger = function.Trigger;
            switch (trigger.Kind)
            {
                case TriggerKind.Http:
                    string route = (string?)trigger.Property(nameof(HttpTriggerAttribute.Route)) ?? function.Name;
                    string template = routePrefix.Length == 0 ? route : $"{routePrefix}/{route}";
                    AuthorizationLevel level = (AuthorizationLevel?)trigger.Argument<int>() ?? AuthorizationLevel.Function;
                    routes.Add(new HttpRoute(function, template, [.. trigger.Texts.Select(method => method.ToUpperInvariant())], level));
                    break;
                case TriggerKind.Orchestration:
                    orchestrators.Add((string?)trigger.Property(nameof(OrchestrationTriggerAttribute.Orchestration)) ?? function.Name, function);
                    break;
                case TriggerKind.Activity:
                    activities.Add((string?)trigger.Property(nameof(ActivityTriggerAttribute.Activity)) ?? function.Name, function);
                    break;
                case TriggerKind.Timer:
                    timers.Add(new TimerSchedule(function, trigger.Text!, trigger.Property(nameof(TimerTriggerAttribute.RunOnStartup)) is true));
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

    public IReadOnlyList<TimerSchedule> Timers { get; }

    public HostFunction? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    public HostFunction? FindActivity(string name) => _activities.GetValueOrDefault(name);
}
