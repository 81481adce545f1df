using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Modules;

/// <summary>Puts a package's drill files together: one or several, with plated and other holes in one file or in each its own.</summary>
internal sealed class DrillFiles(PackageIssues issues)
{
    private readonly List<DrillHit> _plated = [];
    private readonly List<DrillHit> _nonPlated = [];
    private readonly Dictionary<(Point, Point), string> _places = [];

    public DrillFile Plated => new(true, [.. _plated]);

    public DrillFile NonPlated => new(false, [.. _nonPlated]);

    public void Add(string path, DrillReading reading)
    {
        if (!reading.Unstated.Hits.IsEmpty)
        {
            issues.Doubt(path, "neither the file nor its name says whether these holes are plated: they are plated");
        }

        Add(path, _plated, reading.Plated.Hits);
        Add(path, _plated, reading.Unstated.Hits);
        Add(path, _nonPlated, reading.NonPlated.Hits);
    }

    private void Add(string path, List<DrillHit> hits, ImmutableArray<DrillHit> added)
    {
        foreach (var hit in added)
        {
            if (_places.TryGetValue(hit.Place, out var other) && other != path)
            {
                issues.Doubt(path, $"holes at the places of holes in {other}: is one of the files old?");
            }

            _places[hit.Place] = path;
            hits.Add(hit);
        }
    }
}
