using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing;

/// <summary>What the check of a board's final copper found.</summary>
/// <param name="Report"><c>report.json</c>: JSON, UTF-8.</param>
/// <param name="Issues">
/// What forbids making the board, <c>VERIFICATION_FAILED</c>, or <c>ROUTING_UNCONNECTED_SOCKETS</c> and <c>ROUTING_BLOCKED</c> among them; empty for a sound one.
/// </param>
/// <param name="Warnings">What is in doubt of a board that is sound, <c>ELECTRICAL_…</c>.</param>
public sealed record BoardVerification(byte[] Report, ImmutableArray<Issue> Issues, ImmutableArray<Issue> Warnings)
{
    public void Deconstruct(out byte[] report, out ImmutableArray<Issue> issues) => (report, issues) = (Report, Issues);
}
