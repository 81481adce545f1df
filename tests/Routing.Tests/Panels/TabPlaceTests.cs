using System.Text;
using MakeDevice.Routing.Panels;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>Boards with a pour are held by tabs as others are; what a pour too near the edge is in the way of is told with numbers that help.</summary>
public sealed class TabPlaceTests
{
    private const string Tabs = """{"columns":3,"rows":2}""";

    [Theory]
    [InlineData("typical")]
    [InlineData("small")]
    public void A_pour_takes_no_place_from_tabs(string sample)
    {
        var bare = PanelBoards.Make(Tabs, PanelBoards.Zip(sample)).Design.BiteHoles;
        Assert.NotEmpty(bare);
        Assert.Equal(bare.AsEnumerable(), PanelBoards.Make(Tabs, Poured(sample, "{}")).Design.BiteHoles);
    }

    [Fact]
    public void A_pour_too_near_the_edge_is_told_with_what_helps()
    {
        var near = Poured("typical", """{"edgeClearance":0.3}""");
        var (panel, issues) = Panel.FromPackage(near, Encoding.UTF8.GetBytes(Tabs));
        Assert.Null(panel);
        Assert.Equal(
            "PANEL_NO_TAB_PLACE error=copper is nearer to the board's edge than the 0.4 mm that bites of 0.5 mm need, wherever a tab could stand: take tabs.biteDiameter 0.3, or vcut, "
            + "or route the board with pour.edgeClearance 0.4 (its pour) or edgeKeepOut 0.4 (tracks)",
            Assert.Single(issues).ToString());
        Assert.NotEmpty(PanelBoards.Make("""{"columns":3,"rows":2,"tabs":{"biteDiameter":0.3}}""", near).Design.BiteHoles);
        Assert.NotEmpty(PanelBoards.Make("""{"columns":3,"rows":2,"separation":"vcut"}""", near).Design.Cuts);
        Assert.NotEmpty(PanelBoards.Make(Tabs, Poured("typical", """{"edgeClearance":0.4}""")).Design.BiteHoles);
    }

    private static byte[] Poured(string sample, string pour)
    {
        var (board, routed) = OptionBoards.Sample(sample, "{\"pour\":" + pour + "}");
        Assert.NotEmpty(routed.Pours);
        return PanelBoards.Zip(board, routed);
    }
}
