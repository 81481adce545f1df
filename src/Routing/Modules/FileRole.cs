namespace MakeDevice.Routing.Modules;

/// <summary>What a fabrication file of a package is for.</summary>
internal abstract record FileRole
{
    /// <summary>Names the role in a sentence.</summary>
    public abstract string Text { get; }
}

/// <summary>A layer that boards have.</summary>
internal sealed record LayerRole(ModuleLayer Layer) : FileRole
{
    public override string Text => Layer.ToString();
}

/// <param name="Plated">Null where the role does not say.</param>
internal sealed record DrillRole(bool? Plated) : FileRole
{
    public override string Text => "drills";
}

/// <summary>Copper between the outer layers, which boards do not have.</summary>
internal sealed record InnerCopperRole : FileRole
{
    public override string Text => "inner copper";
}

/// <summary>Something that a board is not made of.</summary>
/// <param name="Needless">True where nobody expects it on the board: a drawing, a report. False for what a fab might have made.</param>
internal sealed record UnusedRole(string What, bool Needless) : FileRole
{
    public override string Text => What;
}
