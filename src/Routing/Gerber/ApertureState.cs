using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>How LM, LR and LS (specification 4.9) mirror, turn and scale the current aperture, with the variants made so far.</summary>
internal sealed class ApertureState(SourcePosition position, ReadingBudget budget)
{
    private Dictionary<Similarity, ApertureVariants>? _variants;
    private string _mirror = "N";
    private double _degrees;
    private double _scale = 1;
    private ApertureVariants? _current;

    public Similarity Similarity { get; private set; } = Similarity.Identity;

    public void Mirror(string axes)
    {
        _mirror = axes is "N" or "X" or "Y" or "XY" ? axes : throw position.Error($"mirroring LM{axes}");
        Change();
    }

    public void Rotate(double degrees)
    {
        _degrees = degrees;
        Change();
    }

    public void Scale(double factor)
    {
        _scale = factor is > 0 and <= 1000 ? factor : throw position.Error("scaling LS out of range");
        Change();
    }

    public Aperture Variant(Aperture aperture)
    {
        if (Similarity.LeavesShapes)
        {
            return aperture;
        }

        // Few files use these commands at all, so the table is made only for them.
        _variants ??= [];
        if (_current is null && !_variants.TryGetValue(Similarity, out _current))
        {
            budget.Keep(2);
            _variants[Similarity] = _current = new(Similarity, budget);
        }

        return _current.Of(aperture);
    }

    // Mirroring y is mirroring x and half a turn.
    private void Change()
    {
        _current = null;
        Similarity = new(_mirror is "X" or "Y", _degrees + (_mirror is "Y" or "XY" ? 180 : 0), _scale);
    }
}
