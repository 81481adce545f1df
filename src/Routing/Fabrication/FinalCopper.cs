using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Fabrication;

/// <summary>The board's conductive image exactly as its files give it: what a check must look at.</summary>
internal sealed record FinalCopper(GerberLayer Front, GerberLayer Back, DrillFile Plated, DrillFile NonPlated, GerberLayer Outline);
