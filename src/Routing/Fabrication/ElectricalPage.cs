using System.Globalization;
using System.Text;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Fabrication;

/// <summary><c>ELECTRICAL.md</c>: for people, what the nets' copper is worth, and how it was found.</summary>
internal static class ElectricalPage
{
    public static byte[] Write(PlacedBoard board, RoutedBoard routed)
    {
        var (text, report) = (new StringBuilder(), BoardCopper.Of(board, routed).Electrical);
        text.Append("# Electrical report\n\n");
        if (!report.IsComplete)
        {
            text.Append("The copper is too complex to be measured.\n");
            return Encoding.UTF8.GetBytes(text.ToString());
        }

        WriteWarnings(text, board, routed, report);
        WriteSupply(text, board, report);
        WriteNets(text, report);
        WriteMethod(text, report.Rules);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteWarnings(StringBuilder text, PlacedBoard board, RoutedBoard routed, ElectricalReport report)
    {
        foreach (var pour in AddedPour.Issues(routed, report))
        {
            text.Append(CultureInfo.InvariantCulture, $"{MarkdownText.Plain(pour.Message)}\n\n");
        }

        var warnings = ElectricalIssues.Of(report, board.Modules);
        foreach (var warning in warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {MarkdownText.Plain(warning.Message)}\n");
        }

        text.Append(warnings.IsEmpty ? "Nothing is beyond its limit.\n" : "");
    }

    private static void WriteSupply(StringBuilder text, PlacedBoard board, ElectricalReport report)
    {
        text.Append("\n## Supply\n\n| net | source | modules draw (mA) | lost on the way, at most (mV) | current at the tightest place (mA) | it may carry (mA) | width there (mm) | at x, y (mm) |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var net in report.Nets)
        {
            if (net.Supply is { } supply)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Plain(net.Net)} | {Name(board.Modules[net.Source.Module].Instance)} | {supply.Current * 1e3:0.#} | {supply.Drop * 1e3:0.#} | {supply.HottestCurrent * 1e3:0.#} | {Place(supply.Hottest)} |\n");
            }
        }
    }

    private static void WriteNets(StringBuilder text, ElectricalReport report)
    {
        text.Append("\n## All nets\n\n| net | sockets | most resistance to the source (mΩ) | longest way (mm) | capacitance (pF) | narrowest neck may carry (mA) | width there (mm) | at x, y (mm) |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var net in report.Nets)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Plain(net.Net)} | {net.Sockets.Length + 1} | {net.Worst?.Ohms * 1e3:0.#} | {net.Farthest?.Length / 1e6:0.#} | {net.Capacitance * 1e12:0.#} | {Place(net.Neck)} |\n");
        }
    }

    private static void WriteMethod(StringBuilder text, ElectricalRules rules)
    {
        text.Append(CultureInfo.InvariantCulture, $"""

            ## How

            From the final copper of tracks, vias, pours and modules: a network of resistors, solved exactly. Copper of {IssueText.Millimetres(rules.CopperThickness)} mm at {rules.Temperature} °C (1.724e-8 Ωm at 20 °C,
            0.00393/K), walls of holes {IssueText.Millimetres(rules.PlatingThickness)} mm thick. Currents by IPC-2221 for a rise of {rules.TemperatureRise} K. Capacitance is an estimate on the safe side: to the other layer as if that
            were all copper (Hammerstad and Jensen), and to the tracks beside. A module that does not say what it draws counts with {rules.ModuleCurrentMa} mA. The source of a net is
            the module that says so, else a brain, else a connector, else the first socket. Of a hole the width is the length of its wall.

            """);
    }

    private static string Name(ModuleInstance module) => MarkdownText.Plain($"{module.Key.Name} ({module.ShortId})");

    private static string Place(NeckElectrical? neck) => neck is null ? "| |" : string.Create(
        CultureInfo.InvariantCulture,
        $"{neck.Limit * 1e3:0} | {IssueText.Millimetres(neck.Width)} {neck.Layer?.FileName() ?? "hole"} | {IssueText.Millimetres(neck.At.X)}, {IssueText.Millimetres(neck.At.Y)}");
}
