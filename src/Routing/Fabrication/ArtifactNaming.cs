namespace MakeDevice.Routing.Fabrication;

/// <summary>How the files of a package are named, besides <see cref="LayerFile"/>; all follow or enclose the project's file stem.</summary>
internal static class ArtifactNaming
{
    public const string PlatedDrills = "-PTH.drl";

    public const string NonPlatedDrills = "-NPTH.drl";

    public const string Job = "-job.gbrjob";

    public const string Netlist = ".d356";

    public const string FrontPreview = "-front.svg";

    public const string BackPreview = "-back.svg";

    public const string Report = "report.json";

    public const string OrderGuide = "ORDER.md";

    public const string ElectricalPage = "ELECTRICAL.md";

    /// <summary>The zip that a fab takes as it is: layers and drills alone.</summary>
    public static string Gerbers(string stem) => $"{stem}-gerbers.zip";

    public static string Bom(string stem) => $"BOM_{stem}.csv";

    public static string Cpl(string stem) => $"CPL_{stem}-top-pos.csv";
}
