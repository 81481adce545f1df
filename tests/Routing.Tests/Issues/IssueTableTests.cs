using System.Text.RegularExpressions;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Issues;

/// <summary>The table of codes, the source that uses them, and the document that explains them.</summary>
public sealed partial class IssueTableTests
{
    /// <summary>Names of the same shape in the source that are settings of hosts and platforms.</summary>
    private static readonly string[] SettingPrefixes = ["APPLICATIONINSIGHTS_", "ASPNETCORE_", "AZURE_", "DOTNET_", "FUNCTIONS_", "OTEL_", "WEBSITE_"];

    private static string Root => Path.GetDirectoryName(RealBoards.Samples)!;

    [Fact]
    public void EveryCodeInTheSourceIsInTheTableAndTheOtherWayRound()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "IssueTable.cs" && !file.Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any())
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(code => !SettingPrefixes.Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal)))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(used.Order(StringComparer.Ordinal), IssueTable.All.Select(row => row.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheDocumentHasEveryCodeWithItsSeverityWhatItMeansAndWhatToDo()
    {
        var documented = File.ReadLines(Path.Combine(Root, "docs", "issues.md"))
            .Select(line => Documented().Match(line))
            .Where(match => match.Success)
            .Select(match => (match.Groups["code"].Value, match.Groups["severity"].Value));

        Assert.Equal(IssueTable.All.Select(row => (row.Code, row.Severity.Name())).Order(), documented.Order());
    }

    [Theory]
    [InlineData("MODULE_NOT_FOUND moduleId=a moduleIdShort=a moduleName=led moduleVersion=1.0", "There is no module led of version 1.0 in the library.")]
    [InlineData("MODULE_PACKAGE_INVALID module=led_1 error=too large, file=x of 3", "The module package led_1 cannot be used: too large, file=x of 3.")]
    [InlineData("MODULE_PACKAGE_INVALID module=led_1 file=gerbers/a.gtl line=3 error=D99", "The module package led_1 cannot be used, file gerbers/a.gtl, line 3: D99.")]
    [InlineData("MODULE_OVERLAPPING_OTHER_MODULE moduleIds=[a,b] moduleIdShort=[a,b] moduleNames=[led,key]", "The modules led and key (a and b) overlap.")]
    [InlineData("INTERNAL_ERROR stage=Verify", "The service has a fault at the stage Verify.")]
    [InlineData("OF_ANOTHER_VERSION x=1", "OF_ANOTHER_VERSION x=1")]
    [InlineData("PROJECT_INVALID", "The project cannot be used: ? ?.")]
    public void TheLineOfAnIssueReadsAsASentence(string line, string sentence)
    {
        Assert.Equal(line, Issue.Parse(line).ToString());
        Assert.Equal(sentence, Issue.Parse(line).Message);
    }

    [Fact]
    public void NoSentenceHasAPlaceThatCannotBeFilled() =>
        Assert.All(IssueTable.All, row => Assert.DoesNotContain(new Issue(row.Code).Message, c => c is '{' or '}' or '[' or ']'));

    [GeneratedRegex("\"((?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)|CANCELLED|USAGE)(?=[ \"])", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `(?<code>[A-Z0-9_]+)` \| (?<severity>error|warning|info) \| [^|]{8,} \| [^|]{4,} \|$", RegexOptions.CultureInvariant)]
    private static partial Regex Documented();
}
