using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary><c>ORDER.md</c>: how a person orders this board without asking anybody: what to upload where, what to look at before, which firmware goes where.</summary>
internal static class OrderGuide
{
    /// <param name="firmware">Names of the files for the board's programmers.</param>
    /// <param name="issues">Everything that was found; of that, what is in doubt and what costs more is repeated here.</param>
    public static byte[] Write(PlacedBoard board, IReadOnlyCollection<string> firmware, ImmutableArray<Issue> issues)
    {
        var text = new StringBuilder();
        WriteBoard(text, board, issues);
        WriteSteps(text, board);
        WriteWarnings(text, issues);
        WritePrices(text, issues);
        WriteFirmware(text, firmware);
        WriteFiles(text, board);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteBoard(StringBuilder text, PlacedBoard board, ImmutableArray<Issue> issues)
    {
        var outline = board.Project.Board;
        text.Append(CultureInfo.InvariantCulture, $"# Ordering {MarkdownText.Plain(board.Project.Name.Length > 0 ? board.Project.Name : board.Project.FileStem)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Two copper layers, {Units.ToMillimetres(outline.Width):0.###} x {Units.ToMillimetres(outline.Height):0.###} mm, {Mm(board.Rules.Electrical.BoardThickness)} mm thick, {CopperWeight(board.Rules.Electrical)}, ");
        text.Append(CultureInfo.InvariantCulture, $"made by the rules of {MarkdownText.Plain(board.Rules.Profile)}: tracks from {Mm(board.Rules.TrackWidth)} mm, gaps from {Mm(board.Rules.Clearance)} mm, vias {Mm(board.Rules.ViaDiameter)} mm with holes of {Mm(board.Rules.ViaHole)} mm. ");
        text.Append(CultureInfo.InvariantCulture, $"{BoardParts.Of(board).Length} parts.\n\n");
        foreach (var pour in issues.Where(issue => issue.Code == "POUR_ADDED"))
        {
            text.Append(CultureInfo.InvariantCulture, $"{MarkdownText.Plain(pour.Message)}\n\n");
        }
    }

    private static void WriteSteps(StringBuilder text, PlacedBoard board)
    {
        var stem = board.Project.FileStem;
        var form = HouseForm.Of(board.Rules.Profile);
        text.Append(CultureInfo.InvariantCulture, $"## At {(form.House.Length > 0 ? form.House : "the fabrication house")}\n\n");
        for (var i = 0; i < form.Steps.Length; i++)
        {
            var step = form.Steps[i]
                .Replace("{gerbers}", ArtifactNaming.Gerbers(stem), StringComparison.Ordinal)
                .Replace("{bom}", ArtifactNaming.Bom(stem), StringComparison.Ordinal)
                .Replace("{cpl}", ArtifactNaming.Cpl(stem), StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {step}\n");
        }

        if (form.StepsSource.Length > 0)
        {
            text.Append('\n').Append(form.StepsSource).Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"\n`{ArtifactNaming.Gerbers(stem)}` lies beside this package; it holds the `.gtl`, `.gbl`, `.gts`, `.gbs`, `.gtp`, `.gbp`, `.gto`, `.gbo`, `.gm1` and `.drl` files of it, which may as well be packed by hand.\n\n");
    }

    private static void WriteWarnings(StringBuilder text, IEnumerable<Issue> issues) =>
        WriteList(text, "Before you order", issues.Where(issue => issue.Severity != Severity.Info));

    private static void WritePrices(StringBuilder text, IEnumerable<Issue> issues) => WriteList(text, "What costs more", issues.Where(issue => issue.Code == "HOUSE_PRICE"));

    private static void WriteList(StringBuilder text, string title, IEnumerable<Issue> issues)
    {
        var sentences = issues.Select(issue => issue.Message).Distinct(StringComparer.Ordinal).ToList();
        if (sentences.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");
        foreach (var sentence in sentences)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {MarkdownText.Plain(sentence)}\n");
        }

        text.Append('\n');
    }

    private static void WriteFirmware(StringBuilder text, IReadOnlyCollection<string> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        text.Append("## Firmware\n\n");
        foreach (var file in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"* `{file}`: {Destination(file)}\n");
        }

        text.Append('\n');
    }

    private static string Destination(string name) => Path.GetExtension(name) switch
    {
        ".hex" => "plug the micro:bit into a computer and copy it to the drive MICROBIT that appears.",
        ".uf2" => "hold BOOTSEL while you plug the board into a computer and copy it to the drive RPI-RP2 that appears.",
        _ => "the same image for a programmer (SWD), written to the start of the flash memory.",
    };

    private static void WriteFiles(StringBuilder text, PlacedBoard board)
    {
        var stem = board.Project.FileStem;
        text.Append("## The other files\n\n");
        text.Append(CultureInfo.InvariantCulture, $"* `{stem}{ArtifactNaming.FrontPreview}`, `{stem}{ArtifactNaming.BackPreview}`: pictures of the board\n");
        text.Append(CultureInfo.InvariantCulture, $"* `{stem}{ArtifactNaming.Job}`, `{stem}{ArtifactNaming.Netlist}`: what each layer is, and the nets for an electrical test, for a house that asks\n");
        text.Append(CultureInfo.InvariantCulture, $"* `{ArtifactNaming.ElectricalPage}`: resistances, necks and capacitances of the nets\n");
        text.Append(CultureInfo.InvariantCulture, $"* `{ArtifactNaming.Report}`: everything that was checked, and which part of which module is which reference\n");
    }

    /// <summary>As forms ask for it: an ounce on a square foot is 35 µm.</summary>
    private static string CopperWeight(ElectricalRules rules) => string.Create(
        CultureInfo.InvariantCulture, $"copper of {Mm(rules.CopperThickness)} mm ({rules.CopperThickness / (double)new ElectricalRules().CopperThickness:0.##} oz)");

    private static string Mm(long nanometres) => IssueText.Millimetres(nanometres);
}
