using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Excellon;

public class ExcellonWriterTests
{
    private static readonly ImmutableArray<GerberAttribute> Generator = [new(".GenerationSoftware", "MakeDevice", "Functions", "1.0"), new(".FileFunction", "Wrong")];

    private static string Write(bool plated, params DrillHit[] hits) => Encoding.UTF8.GetString(ExcellonWriter.Write(new(plated, [.. hits]), plated, Generator));

    [Fact]
    public void The_file_is_what_every_tool_reads() => Assert.Equal(
        """
        M48
        ;FORMAT={-:-/ absolute / metric / decimal}
        ; #@! TF.GenerationSoftware,MakeDevice,Functions,1.0
        ; #@! TF.FileFunction,Plated,1,2,PTH
        FMAT,2
        METRIC
        ; #@! TA.AperFunction,Plated,PTH,ViaDrill
        T1C0.300
        ; #@! TA.AperFunction,Plated,PTH,ComponentDrill
        T2C1.000
        ; #@! TD
        T3C1.000
        %
        G90
        G05
        T1
        X-1.500Y0.000
        X2.000Y0.000001
        X2.000Y1.2345
        T2
        X0.000Y0.000
        X0.000Y1.000G85X3.000Y1.000
        T3
        X5.000Y0.000
        M30

        """.ReplaceLineEndings("\n"),
        Write(
            true,
            new DrillSlot(new(3_000_000, 1_000_000), new(0, 1_000_000), 1_000_000, "ComponentDrill"),
            new DrillHole(new(5_000_000, 0), 1_000_000, null),
            new DrillHole(new(2_000_000, 1_234_500), 300_000, "ViaDrill"),
            new DrillHole(new(2_000_000, 1), 300_000, "ViaDrill"),
            new DrillHole(new(-1_500_000, 0), 300_000, "ViaDrill"),
            new DrillHole(default, 1_000_000, "ComponentDrill")));

    [Fact]
    public void The_header_says_what_is_not_plated()
    {
        var text = Write(false, new DrillHole(default, 1_000_000, "MechanicalDrill"));
        Assert.Contains("; #@! TF.FileFunction,NonPlated,1,2,NPTH\n", text, StringComparison.Ordinal);
        Assert.Contains("; #@! TA.AperFunction,NonPlated,NPTH,MechanicalDrill\n", text, StringComparison.Ordinal);
        Assert.False(ExcellonReaderTests.Read(text).Plated);
    }

    [Fact]
    public void Equal_hits_are_made_once()
    {
        var text = Write(
            true,
            new DrillHole(new(1, 2), 300_000, null),
            new DrillHole(new(1, 2), 300_000, "ViaDrill"),
            new DrillHole(new(1, 2), 300_000, "ViaDrill"),
            new DrillHole(new(1, 2), 400_000, "ViaDrill"),
            new DrillSlot(new(1, 2), new(3, 4), 300_000, null),
            new DrillSlot(new(3, 4), new(1, 2), 300_000, null),
            new DrillSlot(new(1, 2), new(1, 2), 300_000, null));
        Assert.Equal(
            [
                new DrillHole(new(1, 2), 300_000, "ViaDrill"),
                new DrillSlot(new(1, 2), new(3, 4), 300_000, null),
                new DrillHole(new(1, 2), 400_000, "ViaDrill"),
            ],
            ExcellonReaderTests.Read(text).Hits.AsEnumerable());
    }

    [Fact]
    public void An_empty_file_is_legal_and_known_for_a_drill_file()
    {
        Assert.Empty(ExcellonReaderTests.Read(Write(true)).Hits);
        Assert.Contains("\nT0\nM30\n", Write(true), StringComparison.Ordinal);
    }

    private static Gen<Point> Points => from x in Gen.Choose(-500_000_000, 500_000_000) from y in Gen.Choose(-500_000_000, 500_000_000) select new Point(x, y);

    private static Arbitrary<DrillFile> Files => Gen.OneOf<DrillHit>(
            from p in Points from d in Gen.Choose(1, 9_000_000) from f in Functions select (DrillHit)new DrillHole(p, d, f),
            from p in Points from q in Points from d in Gen.Elements(500_000, 600_000) from f in Functions select (DrillHit)new DrillSlot(p, q, d, f))
        .ListOf().Select(hits => new DrillFile(true, [.. hits])).ToArbitrary();

    private static Gen<string?> Functions => Gen.Elements(null, "ViaDrill", "ComponentDrill,PressFit");

    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_260_302, 7);

    [Fact]
    public void Nothing_is_lost_or_moved() => Check.One(Settings, Prop.ForAll(Files, file =>
        Canonical(ExcellonReader.Read(ExcellonWriter.Write(file, true, []), "x").Whole).SequenceEqual(Canonical(file))));

    [Fact]
    public void The_order_of_hits_changes_no_byte() => Check.One(Settings, Prop.ForAll(Files, file =>
        ExcellonWriter.Write(file, true, []).SequenceEqual(ExcellonWriter.Write(file with { Hits = [.. file.Hits.Reverse()] }, true, []))));

    [Fact]
    public void Four_quarter_turns_are_the_identity() => Check.One(Settings, Prop.ForAll(Files, file =>
        Enumerable.Range(0, 4).Aggregate(file, (turned, _) => ExcellonTransform.Apply(turned, new(default, 90))).Hits.SequenceEqual(file.Hits)));

    private static IEnumerable<string> Canonical(DrillFile file) => file.Hits
        .Select(hit => hit is DrillSlot slot && (slot.From.X, slot.From.Y).CompareTo((slot.To.X, slot.To.Y)) > 0 ? slot with { From = slot.To, To = slot.From } : hit)
        .Select(hit => hit.ToString()).Distinct().Order(StringComparer.Ordinal);
}
