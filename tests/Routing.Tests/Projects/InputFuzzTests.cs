using System.Diagnostics;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests;

/// <summary>
/// Mutated projects, rules, metadata, BOMs, CPLs and socket layers: whatever comes, the answer is a value or a coded issue, soon, and every value
/// that comes through is within the limits that later stages rely on. Where the shared data is there, the series without it is run, too: other seeds are other inputs.
/// </summary>
public class InputFuzzTests
{
    private const string Project = """
        {"id":"gen-1","name":"my board","size":{"width":86,"height":62.5},"pcbOptions":{"fabricationHouse":"JLCPCB","cornerRadius":3,
        "connectors":{"top":false,"bottom":true}},"modules":[{"id":"0001","name":"jvm_rgb_led","version":"0.7","position":{"x":-20.5,"y":1e1},"rotation":90},
        {"id":"0002","name":"jvm_slider","version":"0.7","position":{"x":20,"y":-7},"rotation":-45}],"graphicsSvg":"<svg><path d='M0 0'/></svg>"}
        """;

    private const string Rules = """{"profile":"Aisler","grid":0.1,"trackWidth":0.2,"viaDiameter":0.8,"netClasses":[{"name":"p","nets":["GND","A*"],"trackWidth":0.3}]}""";
    private const string Bom = "\"Value\",\"Reference\",\"Package\",\"LCSC Part\"\n\"10uF\",\"C1,C2\",\"0603\",\"C19702\"\n\"1k \"\"x\"\"\",\"R1-R4\",\"0603\",\"\"\n";
    private const string Cpl = "Ref,Val,Package,PosX,PosY,Rot,Side\n\"C1\",\"10uF\",\"0603\",-20.8,-6.4,-90.0,top\n\"R1\",\"1k\",\"0603\",1.5,2,0,bottom\n";

    private static readonly string[] Tokens =
    [
        "\"", "{", "}", "[", "]", ",", ";", "\t", ":", "null", "true", "-1", "1e999", "-0", "NaN", "\\ud800", "\\u0000", "\r", "\n", "\0", "\uFEFF", "../", "0.00999",
        "99999999999999999999", "\"modules\":", "\"size\":", "\"x\"", "C1-C9999", "mm", "%", "*", "D03*", "é", "\U0001F600",
    ];

    [Fact]
    public void Mutated_projects_end_in_a_project_or_issues() => Fuzz(["valid", "hard"], Encoding.UTF8.GetBytes(Project), 3_000, input =>
    {
        var (project, issues) = ProjectReader.Read(input);
        Assert.Equal(project is null, issues.Any(i => i.Severity == Severity.Error));
        Assert.All(issues, i => Assert.True((i.Severity != Severity.Error || i.Code == "PROJECT_INVALID") && !i.ToString().Contains('\n', StringComparison.Ordinal) && i.ToString().Length < 500));
        if (project is not null)
        {
            Assert.InRange(project.Board.Width, 5 * Units.Millimetre, 500 * Units.Millimetre);
            Assert.InRange(project.Board.CornerRadius, 0, Math.Min(project.Board.Width, project.Board.Height) / 2);
            Assert.InRange(project.FileStem.Length, 1, 65);
            Assert.All(project.Modules, m => Assert.True(m.Key.IsSafe && double.IsFinite(m.Placement.Degrees)));
            BoardPlacer.Place(project, TestModules.Library(), DesignRules.Default);
        }
    });

    [Theory]
    [InlineData("nonsense")]
    [InlineData("graphicsSvgg")]
    public void A_property_that_nobody_reads_may_hold_bytes_that_are_no_text(string name)
    {
        var input = Encoding.UTF8.GetBytes(Project.Replace("\"graphicsSvg\":\"<svg>", $"\"{name}\":\"?<svg>", StringComparison.Ordinal));
        input[input.AsSpan().IndexOf((byte)'?')] = 0xFA;
        var (project, issues) = ProjectReader.Read(input);
        Assert.NotNull(project);
        Assert.Contains(issues, issue => issue.ToString().Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Mutated_rules_end_in_rules_or_issues() => Fuzz([], Encoding.UTF8.GetBytes(Rules), 1_500, input =>
    {
        var (rules, issues) = DesignRulesReader.Read("JLCPCB", input);
        Assert.True(rules is null == issues.Any(i => i.Code == "RULES_INVALID"));
        Assert.True(rules is null || RuleMeasure.All.All(m => m.Of(rules) >= m.Min * 1e6 - 1 && m.Of(rules) <= m.Max * 1e6 + 1));
    });

    [Fact]
    public void Mutated_bills_of_materials_end_in_lines_or_an_error() => Fuzz(["BOM_"], Encoding.UTF8.GetBytes(Bom), 2_500, input =>
    {
        try
        {
            Assert.All(BomReader.Read(input).Lines, line => Assert.NotEmpty(line.References));
        }
        catch (CsvException e)
        {
            Assert.InRange(e.Line, 1, input.Length + 1);
        }
    });

    [Fact]
    public void Mutated_positions_end_in_lines_or_an_error() => Fuzz(["CPL_"], Encoding.UTF8.GetBytes(Cpl), 2_500, input =>
    {
        try
        {
            Assert.All(CplReader.Read(input).Lines, line => Assert.InRange(Math.Max(Math.Abs(line.At.X), Math.Abs(line.At.Y)), 0, 1_000 * Units.Millimetre));
        }
        catch (CsvException e)
        {
            Assert.InRange(e.Line, 1, input.Length + 1);
        }
    });

    [Fact]
    public void Mutated_packages_end_in_a_package_or_an_issue()
    {
        var sockets = Encoding.ASCII.GetBytes("%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.1*%\n%ADD11C,0.00999*%\n%ADD12C,0.01065*%\nD10*\nX0Y0D02*\nX5000000Y0D01*\n"
            + "X5000000Y5000000D01*\nX0Y5000000D01*\nX0Y0D01*\nD11*\nX1Y0D03*\nD12*\nX1Y0D03*\nM02*\n");
        var paths = new[] { "gerbers/m-GerberSockets.gbr", "gerbers/m-F_Cu.gtl", "m_1.json", "gerbers/m-PTH.drl", "assembly/BOM_m.csv" };
        var index = 0;
        Fuzz(["GerberSockets"], sockets, 1_500, input =>
        {
            try
            {
                var package = ModulePackageReader.Read(new("m", "1"), [new(paths[index++ % 3 == 0 ? index % 5 : 0], input)]);
                Assert.All(package.Zones, zone => Assert.False(zone.IsEmpty));
                Assert.All(package.Sockets, socket => Assert.True(socket.Name.Length is > 0 and < 100 && socket.Name.All(c => c is > ' ' and <= '~')));
            }
            catch (ModulePackageException e)
            {
                Assert.StartsWith("MODULE_PACKAGE_INVALID module=m_1 ", e.Issue.ToString(), StringComparison.Ordinal);
                Assert.DoesNotContain('\n', e.Issue.ToString());
            }
        });
    }

    /// <param name="words">Of the real files that are seeds, too, in a series of its own.</param>
    private static void Fuzz(string[] words, byte[] seed, int count, Action<byte[]> check)
    {
        Fuzz([seed], count, check);
        if (Seeds(words).ToArray() is { Length: > 0 } real)
        {
            Fuzz([.. real, seed], count, check);
        }
    }

    private static void Fuzz(byte[][] corpus, int count, Action<byte[]> check)
    {
        var random = new Random(20_261_121);
        for (var i = 0; i < count; i++)
        {
            var input = Mutate(corpus[i % corpus.Length], random);
            var watch = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                check(input);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"input {i}: {Convert.ToBase64String(input)}", e);
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20) && GC.GetAllocatedBytesForCurrentThread() - before < 200_000_000, $"input {i} took {watch.Elapsed}");
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var input = seed.ToList();
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(input.Count + 1);
            var length = Math.Min(random.Next(1, 1 << random.Next(1, 8)), input.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < input.Count:
                    input[at] = (byte)random.Next(256);
                    break;
                case 1:
                    input.RemoveRange(at, length);
                    break;
                case 2:
                    input.InsertRange(at, input.GetRange(at, length));
                    break;
                case 3:
                    input.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 4 when random.Next(4) == 0:
                    input.RemoveRange(at, input.Count - at);
                    break;
                default:
                    var digit = input.FindIndex(Math.Min(at, Math.Max(0, input.Count - 1)), b => char.IsAsciiDigit((char)b));
                    if (digit >= 0)
                    {
                        input[digit] = (byte)('0' + random.Next(10));
                    }

                    break;
            }
        }

        return [.. input];
    }

    /// <summary>Real files whose path holds one of the words, where the shared data is present; small ones, at most ten.</summary>
    private static IEnumerable<byte[]> Seeds(string[] words) => SharedData.Root is null
        ? []
        : new[] { Path.Combine(SharedData.Root, "projects"), SharedData.Modules }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => words.Any(word => Path.GetRelativePath(SharedData.Root, file).Contains(word, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).Take(10).Select(File.ReadAllBytes);
}
