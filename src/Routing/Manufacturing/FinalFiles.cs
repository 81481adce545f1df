using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>A board's files as a house gets them.</summary>
/// <param name="Board">Copper, drills and edge.</param>
internal sealed record FinalFiles(VerificationInput Board, GerberLayer FrontMask, GerberLayer BackMask, GerberLayer FrontLegend, GerberLayer BackLegend);
