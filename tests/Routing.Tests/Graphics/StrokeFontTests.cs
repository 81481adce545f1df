using MakeDevice.Routing.Fabrication.Graphics;

namespace MakeDevice.Routing.Tests.Graphics;

public class StrokeFontTests
{
    private const long Size = 1_200_000;

    [Fact]
    public void Every_printable_character_has_strokes_of_its_own_within_its_line()
    {
        var drawn = Enumerable.Range('!', '~' - '!' + 1).Select(c => Text(((char)c).ToString())).ToList();
        Assert.Equal(drawn.Count, drawn.Distinct().Count());
        Assert.DoesNotContain(Text("\u4e00"), drawn);
        foreach (var c in Enumerable.Range('!', '~' - '!' + 1).Select(c => ((char)c).ToString()))
        {
            Assert.All(StrokeFont.Strokes(c, Size).SelectMany(stroke => stroke), at =>
            {
                Assert.InRange(at.X, 0, StrokeFont.Width(c, Size));
                Assert.InRange(at.Y, -StrokeFont.Depth(Size), Size * 7 / 6);
            });
        }
    }

    [Fact]
    public void A_line_is_its_characters_one_after_the_other()
    {
        Assert.Equal(Text("H"), Text("Ĥ"));
        Assert.Equal(StrokeFont.Width("AB", Size), StrokeFont.Width("A", Size) + StrokeFont.Width("B", Size) + 2 * Size / 6);
        Assert.Equal(0, StrokeFont.Width("", Size));
        Assert.Empty(StrokeFont.Strokes(" \t", Size));
        Assert.Equal(Size, StrokeFont.Strokes("H", Size).SelectMany(stroke => stroke).Max(at => at.Y));
    }

    private static string Text(string text) => string.Join(' ', StrokeFont.Strokes(text, Size).Select(stroke => string.Join(',', stroke)));
}
