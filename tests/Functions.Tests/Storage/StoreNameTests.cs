using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Tests.Storage;

public sealed class StoreNameTests
{
    /// <summary>Names that must never reach a path or a URL.</summary>
    internal static readonly string[] Hostile =
    [
        "", "/", "..", ".", "../x", "a/../b", "a/..", "a//b", "/a", "a/", "a\\b", "..\\x", "C:\\x", "c:x", "a/./b", ".hidden", "a/.git",
        "nul\0", "a\nb", "x?y", "x*", "\"x\"", "<x>", "x|y", "end.", "end ", " start", "a\u202Egpj", "a\u2028b", "\u0085", new string('a', 121),
        string.Join('/', Enumerable.Repeat("abcdefgh", 60)), "\uD800", "\uFFFE",
    ];

    [Fact]
    public void Hostile_names_are_refused() => Assert.All(Hostile, name => Assert.False(StoreName.IsValid(name), name));

    [Theory]
    [InlineData("a")]
    [InlineData("jobs/0Az/left/states/0001")]
    [InlineData("jobs/x/artifacts/My board (v1.2)-F_Cu.gtl")]
    [InlineData("Größe…")]
    public void Plain_names_are_taken(string name) => Assert.True(StoreName.IsValid(name));

    [Fact]
    public void A_segment_has_no_slash() => Assert.False(StoreName.IsSegment("a/b"));

    [Fact]
    public void Check_throws_without_repeating_the_name() =>
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => StoreName.Check("../secret")).Message, StringComparison.Ordinal);
}
