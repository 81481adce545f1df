namespace MakeDevice.Routing.Geometry;

/// <summary>The two copper layers of a carrier board.</summary>
public enum CopperLayer
{
    /// <summary>F_Cu, the component side.</summary>
    Front,

    /// <summary>B_Cu.</summary>
    Back,
}
