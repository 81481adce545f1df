using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// A malformed Gerber or Excellon file: the only exception that their readers throw, whatever the input. Its issue is
/// <c>GERBER_INVALID file= line= error=</c> or <c>EXCELLON_INVALID …</c>.
/// </summary>
internal sealed class GerberException(Issue issue) : Exception(issue.ToString())
{
    public Issue Issue { get; } = issue;
}
