using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>What a routing tool cuts while it is down: a slot for each straight piece, or a hole where it does not move.</summary>
internal sealed class RoutePath(List<MadeHit> hits, ReadingBudget budget)
{
    private DrillTool? _tool;
    private Point _at;
    private bool _cut;

    public bool IsDown => _tool is not null;

    public void Lower(Point at, DrillTool tool)
    {
        Raise();
        (_at, _tool, _cut) = (at, tool, false);
    }

    public void Raise()
    {
        if (_tool is { } tool && !_cut)
        {
            budget.Keep(1);
            hits.Add(new(new DrillHole(_at, tool.Diameter, tool.Function), tool));
        }

        _tool = null;
    }

    public void CutTo(Point to)
    {
        if (to == _at || _tool is not { } tool)
        {
            return;
        }

        budget.Keep(1);
        hits.Add(new(new DrillSlot(_at, to, tool.Diameter, tool.Function), tool));
        (_at, _cut) = (to, true);
    }
}
