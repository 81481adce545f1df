using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Editor;

/// <summary>A line of the ratsnest.</summary>
public sealed record LineEntry(string Net, double X1, double Y1, double X2, double Y2)
{
    public static LineEntry Of(BoardSocket from, BoardSocket to) => new(from.Net, EditorUnits.Of(from.At.X), EditorUnits.Of(-from.At.Y), EditorUnits.Of(to.At.X), EditorUnits.Of(-to.At.Y));
}
