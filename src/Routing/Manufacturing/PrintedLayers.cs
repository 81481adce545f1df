using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>A board's solder mask and legend as a house gets them.</summary>
internal sealed record PrintedLayers(GerberLayer FrontMask, GerberLayer BackMask, GerberLayer FrontLegend, GerberLayer BackLegend);
