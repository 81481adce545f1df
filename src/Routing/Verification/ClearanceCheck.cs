using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Distances between the pieces of a layer.</summary>
internal sealed class ClearanceCheck
{
    /// <summary>Less by this much is not a fault but the rounding of turned coordinates; nanometres.</summary>
    public const double Tolerance = 10;

    private readonly VerifiedCopper _copper;
    private readonly Dictionary<(int A, int B, bool Own), Gap> _worst = [];
    private readonly long _most;

    private ClearanceCheck(VerifiedCopper copper, CopperLayer layer, double[] byPiece)
    {
        (_copper, Layer, ByPiece) = (copper, layer, byPiece);
        _most = copper.Input.Rules.NetClasses.Aggregate(copper.Input.Rules.Clearance, (most, netClass) => Math.Max(most, netClass.Clearance));
        var measurer = new Measurer(this);
        copper.Pieces.Grids[(int)layer].VisitPairs(ref measurer, copper.Reach);
    }

    public CopperLayer Layer { get; }

    /// <summary>Least distance of each piece, over all layers measured so far.</summary>
    public double[] ByPiece { get; }

    /// <summary>Least distance between pieces that routing or two modules bring together.</summary>
    public double? Least { get; private set; }

    /// <summary>Least distance between pieces within one module.</summary>
    public double? LeastWithinModules { get; private set; }

    public static ClearanceCheck Run(VerifiedCopper copper, CopperLayer layer, double[] byPiece) => new(copper, layer, byPiece);

    /// <summary>The worst place of each pair of pieces that are too near.</summary>
    public IEnumerable<Finding> Findings() =>
        from gap in _worst
        let at = Contact.Between(_copper.Item(gap.Value.A), _copper.Item(gap.Value.B))
        select new Finding(
            FindingKind.Clearance, gap.Key.Own ? Severity.Info : Severity.Error, Layer, at, _copper.NetsOf(gap.Value.A, gap.Value.B),
            gap.Value.Distance, gap.Value.Required,
            gap.Key.Own ? "Copper of one module is nearer to itself than the clearance." : "Pieces of copper are nearer than the clearance.");

    private void Measure(int a, int b, double distance)
    {
        if (_copper.WithinOneModule(a, b))
        {
            LeastWithinModules = Math.Min(LeastWithinModules ?? distance, distance);
            Note(a, b, distance, own: true);
            return;
        }

        Least = Math.Min(Least ?? distance, distance);
        foreach (var piece in (ReadOnlySpan<int>)[_copper.Pieces.PieceOf(a), _copper.Pieces.PieceOf(b)])
        {
            ByPiece[piece] = Math.Min(ByPiece[piece], distance);
        }

        Note(a, b, distance, own: false);
    }

    private void Note(int a, int b, double distance, bool own)
    {
        if (distance >= _most - Tolerance)
        {
            return;
        }

        int one = _copper.Pieces.PieceOf(a), other = _copper.Pieces.PieceOf(b);
        var required = own ? _copper.Input.Rules.Clearance : _copper.ClearanceOf(one, other);
        var key = (Math.Min(one, other), Math.Max(one, other), own);
        if (distance < required - Tolerance && (!_worst.TryGetValue(key, out var worst) || distance < worst.Distance))
        {
            _worst[key] = new(a, b, distance, required);
        }
    }

    private readonly record struct Gap(int A, int B, double Distance, long Required);

    private readonly struct Measurer(ClearanceCheck check) : CopperGrid.IPairVisitor
    {
        public bool Wants(int a, int b) => check._copper.Pieces.PieceOf(a) != check._copper.Pieces.PieceOf(b);

        public void Meet(int a, int b, double distance) => check.Measure(a, b, distance);
    }
}
