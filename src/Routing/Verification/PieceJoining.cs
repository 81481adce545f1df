using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Verification;

/// <summary>Finds which items of copper are one piece: what touches on a layer, what lies within a large area, and what a plated hole meets on both layers.</summary>
internal sealed class PieceJoining
{
    private readonly CopperPieces _copper;
    private readonly DisjointSets _pieces;
    private readonly DisjointSets _modulePieces;
    private readonly DisjointSets _firmPieces;
    private readonly List<(int A, int B, double Neck)> _thin = [];
    private readonly double _neck;

    /// <param name="copper">Items, holes and grids are there; its pieces are not yet known.</param>
    /// <param name="neck">Joints of added copper thinner than this are <see cref="ThinJoints"/>, nanometres; 0 looks for none.</param>
    public PieceJoining(CopperPieces copper, double neck)
    {
        (_copper, _neck) = (copper, neck);
        _pieces = new(copper.Items.Length);
        _modulePieces = new(copper.Items.Length);
        _firmPieces = new(copper.Items.Length);
        foreach (var grid in copper.Grids)
        {
            JoinTouching(grid);
            JoinContained(grid);
        }

        int[] firstOfHole = [.. copper.Holes.Select(JoinLayers)];
        Pieces = _pieces.Names();
        ModulePieces = _modulePieces.Names();
        HolePieces = [.. firstOfHole.Select(first => first < 0 ? first : Pieces[first])];
        ThinJoints = [.. _thin.Where(joint => !_firmPieces.Same(joint.A, joint.B)).Distinct()];
    }

    /// <summary>For each item the number of its piece.</summary>
    public ImmutableArray<int> Pieces { get; }

    /// <summary>For each item the number of the piece that it would belong to had nothing been routed.</summary>
    public ImmutableArray<int> ModulePieces { get; }

    /// <summary>For each hole the number of its piece; -1 where it meets no copper.</summary>
    public ImmutableArray<int> HolePieces { get; }

    /// <inheritdoc cref="CopperPieces.ThinJoints"/>
    public ImmutableArray<(int A, int B, double Neck)> ThinJoints { get; }

    private void JoinTouching(CopperGrid grid)
    {
        var joiner = new Joiner(this);
        grid.VisitPairs(ref joiner, CopperPieces.Touch);
    }

    /// <summary>
    /// What lies wholly within a large polygon does not meet its border. Copper that hangs together without crossing a
    /// border is on one side of it, so one point of each piece decides.
    /// </summary>
    private void JoinContained(CopperGrid grid)
    {
        var decided = new HashSet<int>();
        foreach (var large in grid.LargeItems)
        {
            var container = _copper.Items[large];
            decided.Clear();
            for (var i = 0; i < _copper.Items.Length; i++)
            {
                ref readonly var item = ref _copper.Items.ItemRef(i);
                if (item.Layer == container.Layer && container.Bounds.Contains(item.Anchor) && !Joined(i, large)
                    && decided.Add(item.Added ? _pieces.Find(i) : -1 - _modulePieces.Find(i)) && container.Contains(item.Anchor))
                {
                    Join(i, large);
                }
            }
        }
    }

    /// <summary>Joins what a plated hole meets on both layers; returns one item of it, -1 where there is none.</summary>
    private int JoinLayers(DrilledHole hole)
    {
        int first = -1, firstOfModule = -1;
        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            foreach (var index in _copper.ItemsAt(hole.Shape, layer))
            {
                first = first < 0 ? index : first;
                _pieces.Join(first, index);
                _firmPieces.Join(first, index);
                if (!hole.Added && !_copper.Items[index].Added)
                {
                    firstOfModule = firstOfModule < 0 ? index : firstOfModule;
                    _modulePieces.Join(firstOfModule, index);
                }
            }
        }

        return first;
    }

    /// <summary>True where joining two items would tell nothing new.</summary>
    private bool Joined(int a, int b) => _firmPieces.Same(a, b) && (_copper.Items.ItemRef(a).Added || _copper.Items.ItemRef(b).Added || _modulePieces.Same(a, b));

    private void Join(int a, int b)
    {
        ref readonly var one = ref _copper.Items.ItemRef(a);
        ref readonly var other = ref _copper.Items.ItemRef(b);
        _pieces.Join(a, b);
        if (!one.Added && !other.Added)
        {
            _modulePieces.Join(a, b);
        }

        var neck = _neck > 0 && (one.Added || other.Added) ? Neck.Between(one, other) : double.PositiveInfinity;
        if (neck < _neck)
        {
            _thin.Add((a, b, neck));
        }
        else
        {
            _firmPieces.Join(a, b);
        }
    }

    private readonly struct Joiner(PieceJoining pieces) : CopperGrid.IPairVisitor
    {
        public bool Wants(int a, int b) => !pieces.Joined(a, b);

        public void Meet(int a, int b, double distance) => pieces.Join(a, b);
    }
}
