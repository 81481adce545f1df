using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Tests.Graphics;

/// <summary>SVG as design programs export it: what it shows is printed, what a board cannot show is named.</summary>
public class SvgDesignTests
{
    [Fact]
    public void A_document_type_is_harmless_and_never_opened()
    {
        var (objects, issues) = ReadDocument(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <!-- Generator: Adobe Illustrator 24.0 -->
            <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
            <svg version="1.1" xmlns="http://www.w3.org/2000/svg" x="0px" y="0px" viewBox="0 0 100 80" style="enable-background:new 0 0 100 80;" xml:space="preserve">
            <style type="text/css">.st0{fill:#231F20;} .st1{fill:none;stroke:#231F20;stroke-width:2;stroke-linecap:round;stroke-miterlimit:10;}</style>
            <rect x="10" y="10" class="st0" width="30" height="20"/><polyline class="st1" points="50,15 65,50 85,22 "/></svg>
            """);
        Assert.Empty(issues);
        Assert.InRange(objects.Sum(Area), 690, 760);
        Assert.Empty(ReadDocument("<!DOCTYPE svg SYSTEM 'file:///etc/passwd'><svg/>").Issues);
        Assert.Empty(ReadDocument("<!DOCTYPE svg [ <!ATTLIST svg xmlns:a CDATA #FIXED 'x'> ]><svg/>").Issues);
    }

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'a'>]><svg/>")]
    [InlineData("<!DOCTYPE svg PUBLIC 'x' 'y' [\n<!ENTITY ns_svg 'http://www.w3.org/2000/svg'>\n]><svg xmlns='&ns_svg;'/>")]
    public void Entities_of_a_document_are_refused(string svg)
    {
        var issue = Assert.Single(ReadDocument(svg).Issues);
        Assert.Equal("GRAPHICS_INVALID error=entities are not allowed in a document type declaration: save the drawing as plain SVG", issue.ToString());
    }

    [Theory]
    [InlineData("<clipPath id='c'><rect width='50' height='80'/></clipPath><rect x='10' y='10' width='60' height='10' clip-path='url(#c)'/>", 400)] // Figma
    [InlineData("<defs><clipPath id='c'><rect width='50' height='80' fill='none'/></clipPath></defs><g style='clip-path:url(&quot;#c&quot;)'><rect x='10' y='10' width='60' height='10'/></g>", 400)]
    [InlineData("<clipPath id='c'><rect x='10' y='10' width='5' height='5'/><rect x='12' y='10' width='8' height='5'/></clipPath><rect width='90' height='70' clip-path='url(#c)'/>", 50)]
    [InlineData("<clipPath id='c' clipPathUnits='objectBoundingBox'><rect width='.5' height='1'/></clipPath><rect x='10' y='10' width='40' height='10' clip-path='url(#c)'/>", 200)]
    [InlineData("<clipPath id='c'><use href='#r'/></clipPath><defs><rect id='r' x='10' y='10' width='5' height='5'/></defs><rect width='90' height='70' clip-path='url(#c)'/>", 25)]
    [InlineData("<clipPath id='c' transform='translate(10 0)'><rect y='10' width='5' height='5'/></clipPath><rect x='5' y='5' width='80' height='60' clip-path='url(#c)'/>", 25)]
    [InlineData("<clipPath id='c' clipPathUnits='objectBoundingBox' transform='translate(10 0)'><rect width='.5' height='1'/></clipPath><rect x='10' y='10' width='40' height='10' clip-path='url(#c)'/>", 200)]
    [InlineData("<clipPath id='c' clipPathUnits='objectBoundingBox'><rect width='.5' height='1'/></clipPath><g clip-path='url(#c)'><rect width='90' height='70' display='none'/><rect x='10' y='10' width='40' height='10'/></g>", 200)]
    [InlineData("<g clip-rule='evenodd'><clipPath id='c'><path d='M10 10h20v20h-20zM15 15h10v10h-10z'/></clipPath></g><rect x='5' y='5' width='80' height='60' clip-path='url(#c)'/>", 300)]
    [InlineData("<mask id='m'/><clipPath id='c' display='none'><rect x='10' y='10' width='10' height='10' mask='url(#m)'/></clipPath><rect x='5' y='5' width='80' height='60' clip-path='url(#c)'/>", 100)]
    [InlineData("<clipPath id='c'><path d='M10 10h20v20h-20zM15 15h10v10h-10z' clip-rule='evenodd'/></clipPath><rect x='5' y='5' width='80' height='60' clip-path='url(#c)'/>", 300)]
    [InlineData("<clipPath id='c'><rect x='10' y='10' width='20' height='20'/></clipPath><clipPath id='d' clip-path='url(#c)'><rect x='20' y='0' width='50' height='20'/></clipPath><rect x='5' y='5' width='80' height='60' clip-path='url(#d)'/>", 100)]
    [InlineData("<clipPath id='c'/><rect x='5' y='5' width='80' height='60' clip-path='url(#c)'/>", 0)]
    [InlineData("<rect x='5' y='5' width='10' height='10' clip-path='url(#missing)'/>", 100)]
    [InlineData("<clipPath id='c'><rect x='10' y='10' width='10' height='10'/></clipPath><path clip-path='url(#c)' d='M0 15H90' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'/>", 20)]
    [InlineData("<clipPath id='c' clipPathUnits='objectBoundingBox'><rect width='.5' height='1'/></clipPath><clipPath id='d' clip-path='url(#c)'><rect width='90' height='15'/></clipPath><rect x='10' y='10' width='40' height='10' clip-path='url(#d)'/>", 100)]
    public void A_clip_path_clips(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<mask id='m'><rect x='10' y='10' width='10' height='10' fill='#fff'/></mask><rect x='5' y='5' width='80' height='60' mask='url(#m)'/>", 100)]
    [InlineData("<g fill='#fff'><mask id='m'><rect x='10' y='10' width='10' height='10'/></mask></g><rect x='5' y='5' width='80' height='60' mask='url(#m)'/>", 100)]
    [InlineData("<mask id='m'><rect width='100' height='80' fill='white'/><rect x='10' y='10' width='10' height='10'/></mask><rect x='5' y='5' width='20' height='20' mask='url(#m)'/>", 300)]
    [InlineData("<mask id='m' style='mask-type:alpha'><rect x='10' y='10' width='10' height='10'/></mask><rect x='5' y='5' width='80' height='60' mask='url(#m)'/>", 100)] // Figma
    [InlineData("<mask id='m' maskUnits='userSpaceOnUse' x='0' y='0' width='15' height='80'><rect width='100' height='80' fill='white'/></mask><rect x='5' y='5' width='80' height='10' mask='url(#m)'/>", 100)]
    [InlineData("<mask id='m' maskContentUnits='objectBoundingBox'><rect width='.5' height='1' fill='white'/></mask><rect x='5' y='5' width='20' height='10' mask='url(#m)'/>", 100)]
    [InlineData("<mask id='m'><rect width='100' height='80' fill='#111'/></mask><rect x='5' y='5' width='20' height='10' mask='url(#m)'/>", 0)]
    [InlineData("<mask id='m'><rect width='100' height='80' fill='#222'/></mask><rect x='5' y='5' width='20' height='10' mask='url(#m)'/>", 0, "GRAPHICS_PROPERTY_IGNORED property=opacity count=1")]
    [InlineData("<mask id='m'><rect width='100' height='80' fill='gray'/></mask><rect x='5' y='5' width='20' height='10' mask='url(#m)'/>", 200, "GRAPHICS_PROPERTY_IGNORED property=opacity count=1")]
    [InlineData("<mask id='m'><rect x='10' y='0' width='10' height='80' fill='#fff'/></mask><mask id='k' mask='url(#m)'><rect width='90' height='15' fill='#fff'/></mask><rect x='5' y='5' width='40' height='20' mask='url(#k)'/>", 100)]
    [InlineData("<mask id='m'><rect x='10' y='0' width='10' height='80' fill='#fff'/></mask><mask id='k' mask='url(#m)' maskContentUnits='objectBoundingBox'><rect width='1' height='.5' fill='#fff'/></mask><rect x='5' y='5' width='40' height='20' mask='url(#k)'/>", 100)]
    public void A_mask_lets_through_what_is_light(string svg, double squareMillimetres, params string[] issues) => AssertArea(svg, squareMillimetres, issues);

    [Theory]
    [InlineData("<path d='M10 10h45' fill='none' stroke='#000' stroke-width='2' stroke-dasharray='0 10' stroke-linecap='square'/>", 20)]
    [InlineData("<path d='M10 10h45' fill='none' stroke='#000' stroke-width='2' stroke-dasharray='0 10' stroke-dashoffset='2' stroke-linecap='square'/>", 16)]
    [InlineData("<path d='M10 10h40' fill='none' stroke='#000' stroke-width='2' stroke-dasharray='0 10'/>", 0)]
    [InlineData("<rect x='10' y='10' width='40' height='40' fill='none' stroke='#000' stroke-width='4' stroke-dasharray='40 0'/>", 628)]
    [InlineData("<rect x='10' y='10' width='40' height='40' fill='none' stroke='#000' stroke-width='4' stroke-dasharray='10 30' stroke-dashoffset='5'/>", 160)]
    [InlineData("<rect x='10' y='10' width='40' height='40' fill='none' stroke='#000' stroke-width='4' stroke-dasharray='500'/>", 640)]
    [InlineData("<path d='M10 10h37.795' fill='none' stroke='#000' stroke-width='2' stroke-dasharray='5mm'/>", 37.795)]
    [InlineData("<path d='M10 10h20' fill='none' stroke='#000' stroke-width='2' font-size='10' stroke-dasharray='1em'/>", 20)]
    [InlineData("<path d='M10 10h20' fill='none' stroke='#000' font-size='10' stroke-width='.2em'/>", 40)]
    [InlineData("<path d='M10 10h20v.1' fill='none' stroke='#000' stroke-width='8' stroke-linejoin='round'/>", 160 + 12.566 + 0.4)]
    [InlineData("<path d='M10 10h20h-20' fill='none' stroke='#000' stroke-width='8' stroke-linejoin='round'/>", 160 + 25.133)]
    [InlineData("<path d='M10 30h20v-20' fill='none' stroke='#000' stroke-width='8' stroke-linejoin='miter-clip' stroke-miterlimit='2'/>", 320)]
    [InlineData("<path d='M10 30h20v-20' fill='none' stroke='#000' stroke-width='8' stroke-linejoin='miter-clip' stroke-miterlimit='1'/>", 320 - 2.745)]
    [InlineData("<path d='M10 30h20h-20' fill='none' stroke='#000' stroke-width='8' stroke-linejoin='miter-clip' stroke-miterlimit='2'/>", 160 + 64)]
    [InlineData("<path d='M10 30h20v-20' fill='none' stroke='#000' stroke-width='8' stroke-miterlimit='1mm'/>", 320)]
    [InlineData("<path d='M10 30h20v-20' fill='none' stroke='#000' stroke-width='8' style='stroke-miterlimit:0'/>", 320)]
    public void A_stroke_is_as_wide_and_as_long_as_it_shows(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<ellipse cx='50' cy='40' rx='-20' ry='20'/>", 1256.47)]
    [InlineData("<ellipse cx='50' cy='40' ry='20'/>", 1256.47)]
    [InlineData("<ellipse cx='50' cy='40' rx='0' ry='20'/>", 0)]
    [InlineData("<rect x='10' y='10' width='20' height='20' rx='-5' ry='5'/>", 400 - 100 + 78.54)]
    [InlineData("<g font-size='10'><rect x='1em' y='1em' width='1em' height='2ex'/></g>", 100)]
    [InlineData("<style>.dot{r:5px;cx:50px;cy:40px}</style><circle class='dot' r='1'/>", 78.54)]
    [InlineData("<rect width='1' height='1' style='x:10px;y:10px;width:20px;height:10px'/>", 200)]
    [InlineData("<defs><rect id='r' height='10'/></defs><style>rect{width:2ch}</style><use href='#r' style='x:10px;y:10px' font-size='20'/>", 200)]
    public void Radii_and_lengths_are_what_they_say(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<rect x='10' y='10' width='10' height='10' fill='context-fill' stroke='context-stroke'/>", 0)]
    [InlineData("<rect x='5' y='5' width='20' height='20'/><defs><rect id='r' x='10' y='10' width='10' height='10' fill='context-fill'/></defs><use href='#r' fill='#fff'/>", 300)]
    [InlineData("<marker id='k' markerWidth='4' markerHeight='4' refX='2' refY='2' markerUnits='userSpaceOnUse'><rect width='4' height='4' fill='context-stroke'/></marker><path d='M10 10H30' stroke='none' marker-start='url(#k)'/>", 0)]
    public void A_paint_may_be_that_of_what_uses_it(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<svg x='10' y='10' width='20' height='20' viewBox='0 0 10 10'><rect width='20' height='5'/></svg>", 200)]
    [InlineData("<svg x='10' y='10' width='20' height='20' viewBox='0 0 10 10' overflow='visible'><rect width='20' height='5'/></svg>", 400)]
    [InlineData("<symbol id='s' viewBox='0 0 10 10'><rect width='30' height='5'/></symbol><use href='#s' x='10' y='10' width='20' height='20'/>", 200)]
    [InlineData("<symbol id='s' viewBox='0 0 10 10' width='20' height='20'><rect width='30' height='5'/></symbol><use href='#s' x='10' y='10'/>", 200)]
    [InlineData("<defs><svg id='s' width='10' height='10'><rect width='30' height='30'/></svg></defs><use href='#s' x='10' y='10' width='20' height='15'/>", 300)]
    [InlineData("<defs><svg id='s' width='10' height='10'><rect width='30' height='30'/></svg></defs><use href='#s' x='10' y='10' width='20'/>", 200)]
    [InlineData("<symbol id='s' viewBox='0 0 10 10' style='overflow:visible'><rect width='30' height='5'/></symbol><use href='#s' x='10' y='10' width='20' height='20'/>", 600)]
    public void A_nested_viewport_clips(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<rect x='5' y='5' width='20' height='20'/><rect x='10' y='10' width='10' height='10' fill='#fff'/>", 300)]
    [InlineData("<rect x='5' y='5' width='20' height='20'/><circle cx='15' cy='15' r='2' fill='white'/><rect x='14' y='14' width='2' height='2'/>", 400 - 12.566 + 4)]
    [InlineData("<rect width='100' height='80' fill='white'/><rect x='5' y='5' width='20' height='20'/>", 400)]
    [InlineData("<rect x='5' y='5' width='20' height='20'/><path d='M0 15h40' fill='none' stroke='hsl(0 0% 100%)' stroke-width='2'/>", 360)]
    [InlineData("<rect x='5' y='5' width='20' height='20'/><path d='M0 15h40' fill='none' stroke='rgb(255,255,255)' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'/>", 360)]
    [InlineData("<path d='M5 15h40' fill='none' stroke='#000' stroke-width='4' stroke-linecap='round' stroke-linejoin='round'/><rect x='10' y='10' width='10' height='10' fill='#ffffff'/>", 132.566)]
    [InlineData("<rect x='5' y='5' width='20' height='20'/><rect x='10' y='10' width='10' height='10' fill='#fff' opacity='0.01'/>", 400, "GRAPHICS_PROPERTY_IGNORED property=opacity count=1")]
    [InlineData("<rect x='10' y='10' width='10' height='10' fill='none' stroke='#fff' stroke-width='4' paint-order='stroke'/><rect x='10' y='10' width='10' height='10' stroke='#fff' stroke-width='4' paint-order='stroke'/>", 100)]
    public void White_takes_away_what_it_covers(string svg, double squareMillimetres, params string[] issues) => AssertArea(svg, squareMillimetres, issues);

    [Fact]
    public void White_alone_is_the_ink_and_that_is_told() =>
        AssertArea("<rect x='5' y='5' width='20' height='20' fill='white'/><rect x='40' y='5' width='10' height='10' fill='#fff'/>", 500, "GRAPHICS_WHITE_PRINTED");

    [Theory]
    [InlineData("svg .ink > rect {fill:none}", 0)]
    [InlineData("g > g > rect {fill:none}", 100)]
    [InlineData("svg > g rect {fill:none}", 0)]
    [InlineData("path + rect {fill:none}", 0)]
    [InlineData("path ~ rect {fill:none}", 0)]
    [InlineData("rect + rect {fill:none}", 100)]
    [InlineData("rect.a.b {fill:none}", 0)]
    [InlineData("rect.a.c {fill:none}", 100)]
    [InlineData("#r {fill:red} .a {fill:none}", 100)]
    [InlineData("#r {fill:red} .a {fill:none !important}", 0)]
    [InlineData(".a {fill:none} .b {fill:red}", 100)]
    [InlineData("rect.a {fill:none} .b {fill:red}", 0)]
    [InlineData("[data-kind=box] {fill:none}", 0)]
    [InlineData("rect[data-kind^='bo'] {fill:none}", 0)]
    [InlineData("rect:last-child {fill:none}", 0)]
    [InlineData("rect:first-child {fill:none}", 100)]
    [InlineData("circle, .x, .a {fill:none}", 0)]
    [InlineData("@font-face {font-family:x;src:url(a;b)} .a {fill:none}", 0)]
    [InlineData("@media screen {.a {fill:none}}", 0)]
    [InlineData("/* .a {fill:none} */ <!-- .b{} -->", 100)]
    [InlineData("<![CDATA[ .ink>rect { fill : none } ]]>", 0)]
    public void Rules_choose_as_CSS_does(string css, double squareMillimetres) =>
        AssertArea($"<style>{css}</style><g class='ink'><path/><rect id='r' class='a b' data-kind='box' x='5' y='5' width='10' height='10'/></g>", squareMillimetres);

    [Theory]
    [InlineData("a:hover {fill:red}", "GRAPHICS_PROPERTY_IGNORED property=selector count=1")]
    [InlineData("@import url(x.css); rect{}", "GRAPHICS_PROPERTY_IGNORED property=selector count=1")]
    [InlineData("@media print {rect {fill:none}}", "GRAPHICS_PROPERTY_IGNORED property=selector count=1")]
    public void Rules_that_are_not_understood_are_told_of(string css, string issue) =>
        AssertArea($"<style>{css}</style><rect x='5' y='5' width='10' height='10'/>", 100, issue);

    [Fact]
    public void What_is_important_wins_over_a_style_attribute() =>
        AssertArea("<style>rect{fill:none!important}</style><rect x='5' y='5' width='10' height='10' style='fill:red'/>", 0);

    [Theory]
    [InlineData("<switch><foreignObject requiredExtensions='http://ns.adobe.com/AdobeIllustrator/10.0/' width='1' height='1'/><g><rect x='5' y='5' width='10' height='10'/></g></switch>", 100)] // Illustrator
    [InlineData("<switch><rect systemLanguage='de' x='5' y='5' width='50' height='10'/><rect systemLanguage='fr, en' x='5' y='5' width='10' height='10'/><rect x='5' y='5' width='20' height='10'/></switch>", 100)]
    public void A_switch_draws_one_of_its_children(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<rect systemLanguage='de' x='20' y='5' width='10' height='10'/>", "systemLanguage")]
    [InlineData("<g requiredExtensions='http://example.com/'><rect x='20' y='5' width='10' height='10'/></g>", "requiredExtensions")]
    [InlineData("<text x='5' y='30'><tspan systemLanguage='ru-RU'>x</tspan></text>", "systemLanguage")]
    [InlineData("<clipPath id='c'><rect systemLanguage='fr' width='100' height='80'/></clipPath><rect clip-path='url(#c)' x='20' y='5' width='10' height='10'/>", "systemLanguage")]
    public void What_is_for_another_language_or_program_is_left_out_and_told(string svg, string condition)
    {
        AssertArea($"<rect x='5' y='5' width='10' height='10'/>{svg}", 100, $"GRAPHICS_ELEMENT_IGNORED element={condition} count=1"
            + (condition == "systemLanguage" ? " error=only what is for English, or for every language, is printed" : ""));
    }

    [Fact]
    public void A_language_is_known_in_any_case() => AssertArea("<rect systemLanguage='de, EN-gb' x='5' y='5' width='10' height='10'/>", 100);

    [Fact]
    public void Nothing_is_drawn_of_a_document_for_another_language()
    {
        var (objects, issues) = ReadDocument("<svg xmlns='http://www.w3.org/2000/svg' systemLanguage='ru' viewBox='0 0 100 80'><rect x='5' y='5' width='10' height='10'/></svg>");
        Assert.Empty(objects);
        Assert.StartsWith("GRAPHICS_ELEMENT_IGNORED element=systemLanguage", Assert.Single(issues).ToString());
    }

    [Theory]
    [InlineData("<marker id='k' markerWidth='4' markerHeight='4' refX='2' refY='2' markerUnits='userSpaceOnUse'><rect width='4' height='4'/></marker><path d='M10 10H30' fill='none' marker-start='url(#k)' marker-end='url(#k)'/>", 32)]
    [InlineData("<marker id='k' markerWidth='4' markerHeight='4' refX='2' refY='2'><rect width='9' height='9'/></marker><polyline points='10,10 30,10 30,30 50,30' fill='none' stroke='none' stroke-width='.5' marker-mid='url(#k)'/>", 8)]
    [InlineData("<marker id='k' viewBox='0 0 10 10' markerWidth='4' markerHeight='4' orient='auto' markerUnits='userSpaceOnUse'><path d='M0 0H10V5H0z'/></marker><line x1='10' y1='10' x2='10' y2='30' style='marker-end:url(#k)'/>", 8)]
    public void Markers_stand_at_their_vertices(string svg, double squareMillimetres) => AssertArea(svg, squareMillimetres);

    [Theory]
    [InlineData("<rect width='10' height='10' style='transform:translate(10px, 20px) scale(2)'/>", 10, 20, 30, 40)]
    [InlineData("<style>rect{transform:translateX(5mm)}</style><rect y='5' width='10' height='10'/>", 5 * 96 / 25.4, 5, 10 + 5 * 96 / 25.4, 15)]
    [InlineData("<rect x='20' y='20' width='10' height='4' transform='rotate(90)' transform-origin='25 22'/>", 23, 17, 27, 27)]
    [InlineData("<rect x='45' y='5' width='10' height='5' transform='scale(2)' transform-origin='top'/>", 40, 10, 60, 20)]
    [InlineData("<rect x='80' y='60' width='10' height='10' transform='scale(.5)' transform-origin='bottom right'/>", 90, 70, 95, 75)]
    [InlineData("<rect x='20' y='20' width='10' height='4' style='transform:rotate(.25turn);transform-origin:25px 22px'/>", 23, 17, 27, 27)]
    [InlineData("<rect x='20' y='20' width='10' height='4' transform='translate(9 9)' style='transform:none'/>", 20, 20, 30, 24)]
    public void A_transform_may_come_from_CSS(string svg, double left, double top, double right, double bottom)
    {
        var box = Draw(svg).Aggregate(Box.Empty, (all, item) => all.Union(Box.Around(SvgSilkscreenTests.Points(item).AsSpan())));
        Assert.Equal([left - 50, 40 - bottom, right - 50, 40 - top], [box.Left / 1e6, box.Bottom / 1e6, box.Right / 1e6, box.Top / 1e6], (a, b) => Math.Abs(a - b) < 0.001);
    }

    [Theory]
    [InlineData("fill='rgb(0 0 0 / 0%)'", 0)]
    [InlineData("fill='rgb(0 0 0 / 0)'", 0)]
    [InlineData("fill='rgba(0,0,0,0)'", 0)]
    [InlineData("fill='rgb(0% 0% 0%)'", 100)]
    [InlineData("fill='hsl(120deg 50% 50%)'", 100)]
    [InlineData("fill='hsla(120, 50%, 50%, 0)'", 0)]
    [InlineData("fill='#0000'", 0)]
    [InlineData("fill='url(#missing) none'", 0)]
    [InlineData("fill='url(#missing)'", 0)]
    [InlineData("fill='url(#missing) red'", 100)]
    [InlineData("fill='currentColor' color='transparent'", 0)]
    [InlineData("fill='currentColor' color='navy'", 100)]
    [InlineData("visibility='collapse'", 0)]
    public void A_paint_prints_where_it_shows(string attributes, double squareMillimetres) => AssertArea($"<rect x='5' y='5' width='10' height='10' {attributes}/>", squareMillimetres);

    [Theory]
    [InlineData("<linearGradient id='g'/><rect x='5' y='5' width='10' height='10' fill='url(#g)'/>", "GRAPHICS_PROPERTY_IGNORED property=gradient count=1")]
    [InlineData("<pattern id='g'/><rect x='5' y='5' width='10' height='10' fill='url(#g) none'/>", "GRAPHICS_PROPERTY_IGNORED property=pattern count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' filter='url(#f)'/>", "GRAPHICS_PROPERTY_IGNORED property=filter count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' fill-opacity='.5'/>", "GRAPHICS_PROPERTY_IGNORED property=opacity count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' style='clip-path:inset(1px)'/>", "GRAPHICS_PROPERTY_IGNORED property=clip-path count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><text x='9' y='9'><textPath href='#p'>Rev 1</textPath></text>", "GRAPHICS_ELEMENT_IGNORED element=textPath count=1 error=convert text to paths")]
    [InlineData("<style media='print'>rect{fill:none}</style><rect x='5' y='5' width='10' height='10'/>", "GRAPHICS_PROPERTY_IGNORED property=selector count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><path d='L10 10 20 20z'/>", "GRAPHICS_PROPERTY_IGNORED property=path-data count=1")]
    [InlineData("<path d='M5 5h10v10h-10 x 3'/>", "GRAPHICS_PROPERTY_IGNORED property=path-data count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' style='fill:var(--ink)'/>", "GRAPHICS_PROPERTY_IGNORED property=fill count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><rect x='30' width='10' height='10' fill='none' style='fill:12'/>", "GRAPHICS_PROPERTY_IGNORED property=fill count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><flowRoot/>", "GRAPHICS_ELEMENT_IGNORED element=text count=1 error=convert text to paths")] // Inkscape
    [InlineData("<rect x='5' y='5' width='10' height='10'/><use href='other.svg#a'/>", "GRAPHICS_ELEMENT_IGNORED element=use count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><rect x='200' width='10' height='10'/>", "GRAPHICS_OFF_BOARD shapes=1 cut=0")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><path d='M150 10h10' stroke='#000'/>", "GRAPHICS_OFF_BOARD shapes=1 cut=0")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><circle cx='50' cy='40' r='calc(2px + 1mm)'/>", "GRAPHICS_PROPERTY_IGNORED property=r count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10'/><circle cx='50' cy='40' r='2vw'/>", "GRAPHICS_PROPERTY_IGNORED property=r count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' transform='rotate(5 6'/>", "GRAPHICS_PROPERTY_IGNORED property=transform count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' style='transform:rotate3d(1,0,0,45deg)'/>", "GRAPHICS_PROPERTY_IGNORED property=transform count=1")]
    [InlineData("<rect x='5' y='5' width='10' height='10' style='rotate:45deg'/>", "GRAPHICS_PROPERTY_IGNORED property=rotate count=1")]
    [InlineData("<polygon points='5,5 15,5 15,15 5,15 20'/>", "GRAPHICS_PROPERTY_IGNORED property=points count=1")]
    [InlineData("<polygon points='5,5 15,5 15,15 5,15 x,20'/>", "GRAPHICS_PROPERTY_IGNORED property=points count=1")]
    [InlineData("<clipPath id='c'><rect width='9vw' height='9'/><rect width='100' height='80'/></clipPath><rect clip-path='url(#c)' x='5' y='5' width='10' height='10'/>", "GRAPHICS_PROPERTY_IGNORED property=width count=1")]
    [InlineData("<path d='M5 10h10' fill='none' stroke='#000' stroke-width='10' stroke-dasharray='20 a'/>", "GRAPHICS_PROPERTY_IGNORED property=stroke-dasharray count=1")]
    [InlineData("<svg viewBox='0 0 10'><rect x='5' y='5' width='10' height='10'/></svg>", "GRAPHICS_PROPERTY_IGNORED property=viewBox count=1")]
    [InlineData("<marker id='k'><rect width='1' height='1'/></marker><rect x='5' y='5' width='10' height='10' marker-start='url(#k)'/>", "GRAPHICS_PROPERTY_IGNORED property=marker count=1")]
    [InlineData("<g id='a'><use href='#a'/></g><rect x='5' y='5' width='10' height='10'/>", "GRAPHICS_ELEMENT_IGNORED element=use count=1")]
    [InlineData("<clipPath id='c' clip-path='url(#c)'><rect x='5' y='5' width='10' height='10'/></clipPath><rect width='50' height='50' clip-path='url(#c)'/>", "GRAPHICS_PROPERTY_IGNORED property=clip-path count=1")]
    [InlineData("<mask id='m' mask='url(#m)'><rect x='5' y='5' width='10' height='10' fill='#fff'/></mask><rect width='50' height='50' mask='url(#m)'/>", "GRAPHICS_PROPERTY_IGNORED property=mask count=1")]
    public void What_a_board_cannot_show_is_named(string svg, string issue) => AssertArea(svg, 100, issue);

    [Fact]
    public void Lengths_may_be_of_the_size_of_the_roots_font()
    {
        var (objects, issues) = ReadDocument("<svg viewBox='0 0 100 80' font-size='2rem'><g font-size='1rem'><rect x='10' y='10' font-size='3' width='1rem' height='1em'/></g></svg>");
        Assert.Empty(issues);
        Assert.Equal(32 * 3, objects.Sum(Area), 0.1);
    }

    [Fact]
    public void A_linked_style_sheet_is_named() => Assert.Equal(
        "GRAPHICS_ELEMENT_IGNORED element=xml-stylesheet count=1 error=put its rules into a style element",
        Assert.Single(ReadDocument("<?xml version='1.0'?><?xml-stylesheet type='text/css' href='style.css'?><svg viewBox='0 0 100 80'><rect x='5' y='5' width='10' height='10'/></svg>").Issues).ToString());

    [Fact]
    public void A_shape_that_is_cut_at_the_edge_and_one_that_covers_the_board_are_told_of()
    {
        Assert.Equal(["GRAPHICS_OFF_BOARD shapes=0 cut=1"], Read("<rect x='-5' y='10' width='20' height='10'/>").Issues.Select(issue => issue.ToString()));
        Assert.Equal(["GRAPHICS_COVERS_BOARD percent=75"], Read("<rect x='5' y='5' width='90' height='66'/>").Issues.Select(issue => issue.ToString()));
    }

    [Fact]
    public void What_an_editor_notes_for_itself_is_left_out_in_silence() => AssertArea(
        "<i:rect xmlns:i='http://ns.adobe.com/AdobeIllustrator/10.0/' width='90' height='70'/><sodipodi:namedview xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd'>"
            + "<inkscape:grid xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'/></sodipodi:namedview><rect x='5' y='5' width='10' height='10'/>", 100);

    [Fact]
    public void Clips_and_masks_that_name_themselves_end()
    {
        var (_, issues) = Read(
            "<clipPath id='c' clip-path='url(#c)'><rect width='9' height='9' clip-path='url(#c)'/></clipPath><mask id='m' mask='url(#m)'><rect width='9' height='9' fill='#fff' mask='url(#m)'/></mask>"
            + "<marker id='k'><path d='M0 0h1' marker-start='url(#k)'/></marker><g clip-path='url(#c)' mask='url(#m)'><path d='M1 1h5' marker-start='url(#k)'/></g>");
        Assert.NotEmpty(issues);
        Assert.All(issues, issue => Assert.True(issue.Code is "GRAPHICS_TOO_COMPLEX" or "GRAPHICS_PROPERTY_IGNORED"));
    }

    [Fact]
    public void Style_sheets_that_nest_or_match_without_end_are_limited()
    {
        Assert.All(Read($"<style>{string.Concat(Enumerable.Repeat("@media all{", 50_000))}</style>").Issues, issue => Assert.StartsWith("GRAPHICS_", issue.Code, StringComparison.Ordinal));
        var deep = string.Concat(Enumerable.Repeat("<g class='a'>", 50)) + string.Concat(Enumerable.Repeat("<rect/>", 2_000)) + string.Concat(Enumerable.Repeat("</g>", 50));
        var selector = "#none " + string.Concat(Enumerable.Repeat(".a ", 14)) + "rect";
        Assert.Equal("GRAPHICS_TOO_COMPLEX limit=overlaps", Assert.Single(Read($"<style>{selector}{{fill:none}}</style>{deep}").Issues).ToString());
    }

    private static void AssertArea(string svg, double squareMillimetres, params string[] issues)
    {
        var (objects, found) = Read(svg);
        Assert.Equal(squareMillimetres, objects.Sum(Area), 0.1);
        Assert.Equal(issues, found.Select(issue => issue.ToString()));
    }

    private static ImmutableArray<GraphicObject> Draw(string svg) => Read(svg).Objects;

    private static (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) Read(string content) => SvgSilkscreenTests.Read(content);

    private static (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) ReadDocument(string svg) =>
        SvgSilkscreen.Read(svg, new(100_000_000, 80_000_000, 0, false, false));

    /// <summary>Square millimetres; of strokes without their round ends.</summary>
    private static double Area(GraphicObject item) => item is Line line
        ? line.From.DistanceTo(line.To) * ((CircleAperture)line.Aperture).Diameter / 1e12
        : Math.Abs(Ring.DoubledArea(SvgSilkscreenTests.Points(item).AsSpan())) / 2e12;
}
