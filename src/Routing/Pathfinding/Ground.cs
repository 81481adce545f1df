using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// What modules and the board's edge leave of a plan's grid, worked out once for all batches and stages, from any thread: it does not depend on the
/// sockets that are to be joined.
/// </summary>
internal sealed class Ground : IDisposable
{
    private readonly Lazy<CopperMap>[] _besideBuses;

    public Ground(RoutingPlan plan)
    {
        Grid = new(plan);
        Stencil = new(plan, Grid);
        Index = new(plan.Obstacles);
        _besideBuses = [MapOf(CopperLayer.Front), MapOf(CopperLayer.Back)];

        Lazy<CopperMap> MapOf(CopperLayer layer) => new(() => StaticMap.OfTracks(plan, Grid, layer, reserveBuses: true));
    }

    public RoutingGrid Grid { get; }

    public Stencil Stencil { get; }

    public ObstacleIndex Index { get; }

    /// <summary>What tracks may use on a layer beside the area of the buses there; not to be changed.</summary>
    public CopperMap BesideBuses(CopperLayer layer) => _besideBuses[(int)layer].Value;

    /// <summary>Gives the maps back; one job's serve the next.</summary>
    public void Dispose()
    {
        foreach (var map in _besideBuses.Where(map => map.IsValueCreated))
        {
            map.Value.Dispose();
        }
    }
}
