using MakeDevice.Routing.Modules.Assembly;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>Reads a written table again.</summary>
internal static class TestCsv
{
    /// <summary>Its rows, the header first.</summary>
    public static List<CsvRow> All(ReadOnlySpan<byte> csv) => CsvScanner.Rows(TextDecoder.Decode(csv), ',');

    /// <summary>Its rows below the header.</summary>
    public static List<CsvRow> Rows(ReadOnlySpan<byte> csv) => All(csv)[1..];
}
