using System.Text;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Reads Gerber text of a test.</summary>
internal static class GerberSource
{
    /// <summary>A millimetre file with six decimals, so that coordinates are nanometres, with apertures D10 to D13.</summary>
    public const string Header =
        "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.5*%\n%ADD11R,2X1*%\n%ADD12O,2X1*%\n%ADD13P,2X6X30*%\n";

    public static GerberLayer Read(string text) => GerberReader.Read(Encoding.UTF8.GetBytes(text), "test.gbr");

    /// <summary>Reads commands after <see cref="Header"/>.</summary>
    public static IReadOnlyList<GraphicObject> Objects(string commands) => Read(Header + commands).Objects;

    public static string Write(GerberLayer layer) => Encoding.UTF8.GetString(GerberWriter.Write(layer));

    public static GerberException Refused(string text) => Assert.Throws<GerberException>(() => Read(text));
}
