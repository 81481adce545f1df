using System.Collections.Immutable;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Command;

internal enum RouteStatus
{
    /// <summary>Every socket connected, the copper verified, the package made.</summary>
    Done,

    /// <summary>The project, a module, the rules or the placement forbid routing.</summary>
    Invalid,

    /// <summary>Some sockets could not be joined to their nets.</summary>
    NotRouted,

    /// <summary>Routed, but the check of the final copper found a fault.</summary>
    NotVerified,
}

/// <summary>How a job ended.</summary>
/// <param name="Board">Null where the input was not good enough to place anything.</param>
/// <param name="Files">The package's files, <c>report.json</c> among them; empty unless done.</param>
/// <param name="Explanation">Why sockets stayed open; null before routing.</param>
/// <param name="Zip">The same files as one zip; empty unless done.</param>
/// <param name="State">The routing state for a later job, where it was asked for.</param>
/// <param name="IsRerouted">It began with the routing of an earlier job; false where that was no help.</param>
internal sealed record RouteOutcome(
    RouteStatus Status,
    ImmutableArray<Issue> Issues,
    StageSeconds Seconds,
    PlacedBoard? Board = null,
    RoutedBoard? Routed = null,
    ImmutableArray<Artifact> Files = default,
    byte[]? Zip = null,
    BoardExplanation? Explanation = null,
    byte[]? State = null,
    bool IsRerouted = false)
{
    /// <summary>The check of the final copper, as the package's <c>report.json</c>; null where nothing was routed.</summary>
    public byte[]? Report { get; init; }

    /// <summary>Layers and drills alone as a zip, for the fab's form; null unless done.</summary>
    public Artifact? Gerbers { get; init; }

    public int ExitCode => Status switch
    {
        RouteStatus.Done => Command.ExitCode.Done,
        RouteStatus.Invalid => Command.ExitCode.InvalidInput,
        _ => Command.ExitCode.NotMade,
    };

    /// <summary>As <c>--json</c> spells it.</summary>
    public string StatusText => Status switch
    {
        RouteStatus.Done => "done",
        RouteStatus.Invalid => "invalid",
        RouteStatus.NotRouted => "not-routed",
        _ => "not-verified",
    };

    public int Sockets => Board?.Sockets.Length ?? 0;

    /// <summary>Sockets joined to their net; none before routing.</summary>
    public int Connected => Routed is null ? 0 : Sockets - Routed.Unconnected.Length;

    /// <summary>Tracks and buses, nanometres.</summary>
    public double CopperLength => Routed?.CopperLength ?? 0;
}

/// <summary>Wall seconds of each stage; verifying and fabricating overlap, so the parts may add up to more than the total.</summary>
internal sealed record StageSeconds(double Read = 0, double Plan = 0, double Route = 0, double Verify = 0, double Fabricate = 0, double Total = 0);
