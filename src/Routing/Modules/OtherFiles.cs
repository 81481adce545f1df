using System.Collections.Frozen;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Modules;

/// <summary>Files that packages hold beside those that a board is made of.</summary>
internal static class OtherFiles
{
    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string[]>
    {
        ["documentation"] = ["md", "pdf", "html", "htm", "png", "jpg", "jpeg", "gif", "bmp", "webp", "svg", "rtf", "doc", "docx", "odt"],
        ["a model"] = ["step", "stp", "wrl", "iges", "igs", "stl", "vrml", "obj", "glb"],
        ["a design's source"] =
        [
            "kicad_pcb", "kicad_sch", "kicad_pro", "kicad_prl", "kicad_mod", "kicad_dru", "sch", "brd", "pcbdoc", "schdoc", "prjpcb", "fzz", "epro", "dsn", "lib", "bak",
        ],
        ["a report"] = ["rep", "drr", "extrep", "ldp", "rul", "apr", "apr_lib", "gpi", "dri", "rpt", "log", "lst", "mat", "ipc", "d356", "net"],
        ["a drawing"] = ["dxf", "ps", "eps", "plt", "hpgl", "dwg"],
        ["a file of an operating system"] = ["ds_store", "db", "ini", "lnk", "gitignore", "gitkeep", "gitattributes"],
    }.SelectMany(kind => kind.Value.Select(extension => (extension, kind.Key))).ToFrozenDictionary(pair => pair.extension, pair => pair.Key);

    private static readonly string[] Notes = ["readme", "license", "licence", "changelog", "authors", "order", "report", "notice", "copying"];

    /// <summary>What the file is, for one that nobody expects on a board; else null.</summary>
    public static string? KindOf(string name)
    {
        if (name.StartsWith("._", StringComparison.Ordinal))
        {
            return "a file of an operating system";
        }

        var extension = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        return Kinds.GetValueOrDefault(extension)
            ?? (extension is "txt" || !name.Contains('.', StringComparison.Ordinal) ? FileWords.Of(name).Any(Notes.Contains) ? "documentation" : null : null);
    }
}
