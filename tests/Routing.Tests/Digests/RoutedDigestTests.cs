using System.Security.Cryptography;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Digests;

/// <summary>
/// Real boards are routed to the committed bytes, so that a change of copper is seen. Where it is meant, <c>UPDATE_DIGESTS=1 dotnet test
/// tests/Routing.Tests --filter RoutedDigestTests</c> writes <c>routed.txt</c> anew, and the commit says why.
/// </summary>
public class RoutedDigestTests
{
    private const string UpdateVariable = "UPDATE_DIGESTS";

    private static readonly string File = Path.Combine(RealBoards.Samples, "..", "tests", "Routing.Tests", "Digests", "routed.txt");
    private static readonly Lock Gate = new();

    [Theory]
    [InlineData("small", "bus")]
    [InlineData("typical", "bus")]
    [InlineData("dense", "bus")]
    [InlineData("small", "tree")]
    [InlineData("typical", "tree")]
    public void A_sample_has_its_committed_copper(string name, string topology) =>
        AssertCommitted($"samples/{name}", topology, OptionBoards.Sample(name, Rules(topology)).Routed);

    [SharedTheory]
    [InlineData("i2c02", "bus")]
    [InlineData("i2c08", "bus")]
    [InlineData("i2c20", "bus")]
    [InlineData("jvm02", "bus")]
    [InlineData("jvm06", "bus")]
    [InlineData("i2c04", "tree")]
    [InlineData("jvm04", "tree")]
    public void A_shared_board_has_its_committed_copper(string name, string topology) =>
        AssertCommitted($"shared/{name}", topology, OptionBoards.Shared(name, Rules(topology)).Routed);

    /// <summary>The picture of README.md is that of this build; <c>UPDATE_DIGESTS=1</c> makes it anew.</summary>
    [Fact]
    public void The_committed_picture_is_what_this_build_makes()
    {
        var path = Path.Combine(RealBoards.Samples, "..", "docs", "typical-front.svg");
        var (board, routed) = OptionBoards.Sample("typical", "{}");
        var made = BoardStages.Fabricate(board, routed, "typical-front.svg").Content.ToArray();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            System.IO.File.WriteAllBytes(path, made);
        }

        Assert.True(System.IO.File.ReadAllBytes(path).AsSpan().SequenceEqual(made), "docs/typical-front.svg is not what this build makes");
    }

    private static string Rules(string topology) => $$"""{"topology":"{{topology}}"}""";

    private static void AssertCommitted(string board, string topology, RoutedBoard routed)
    {
        var key = $"{board} {topology}";
        var digest = Convert.ToHexStringLower(SHA256.HashData(RoutedBoardFile.Write(routed)))[..16];
        lock (Gate)
        {
            var committed = System.IO.File.Exists(File)
                ? System.IO.File.ReadLines(File).Where(line => line.Length > 0 && line[0] != '#').ToDictionary(line => line[..line.LastIndexOf(' ')], StringComparer.Ordinal)
                : [];
            if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            {
                committed[key] = $"{key} {digest}";
                System.IO.File.WriteAllLines(File, ["# SHA-256 of routed copper, first 16 digits; RoutedDigestTests tells how to write this file anew.", .. committed.Values.Order(StringComparer.Ordinal)]);
            }

            Assert.True(committed.ContainsKey(key), $"{key} has no committed digest");
            Assert.Equal(committed[key], $"{key} {digest}");
        }
    }
}
