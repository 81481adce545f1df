using System.Collections.Immutable;
using System.IO.Compression;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>The check of packages by themselves, as files that may come from anywhere.</summary>
public class PackageVerificationTests
{
    [Theory]
    [InlineData("small")]
    [InlineData("typical")]
    [InlineData("angles")]
    [InlineData("connectors")]
    [InlineData("lshape")]
    public void Our_own_packages_pass_without_their_project(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        var found = Verify(Zip(board, routed));
        Assert.True(found.IsChecked);
        Assert.Empty(found.Issues);
        Assert.Equal(board.Sockets.Length, found.Sockets);
        Assert.StartsWith("<svg", found.Front, StringComparison.Ordinal);
        Assert.StartsWith("<svg", found.Back, StringComparison.Ordinal);
        Assert.Contains("\"passed\": true", System.Text.Encoding.UTF8.GetString(found.Report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_track_that_is_missing_is_an_open_and_one_too_many_a_short()
    {
        var (board, routed) = RealBoards.Sample("small");
        var open = routed with { Tracks = routed.Tracks.RemoveAll(track => track.Net == board.Sockets[0].Net) };
        Assert.Contains(Verify(Zip(board, open)).Issues, issue => issue.ToString().StartsWith("VERIFICATION_FAILED kind=open", StringComparison.Ordinal));

        var other = board.Sockets.First(socket => socket.Net != board.Sockets[0].Net);
        var bridge = new Track(other.Net, TrackKind.Track, CopperLayer.Front, 125_000, [board.Sockets[0].At, other.At]);
        Assert.Contains(
            Verify(Zip(board, routed with { Tracks = routed.Tracks.Add(bridge) })).Issues, issue => issue.ToString().StartsWith("VERIFICATION_FAILED kind=short", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_package_lacks_is_named()
    {
        var (board, routed) = RealBoards.Sample("small");
        var files = BoardStages.Unpack(Zip(board, routed)).Files;
        var found = BoardStages.VerifyPackage(files.RemoveAll(file => file.Path.EndsWith("-B_Cu.gbl", StringComparison.Ordinal)), DesignRules.Default);
        Assert.Equal((false, "PACKAGE_LAYER_MISSING layer=B_Cu.gbl"), (found.IsChecked, Assert.Single(found.Issues).ToString()));
        var broken = BoardStages.VerifyPackage(
            [.. files.Select(file => file.Path.EndsWith("-F_Cu.gtl", StringComparison.Ordinal) ? file with { Content = "%FSLAX46Y46*%\n%MOMM*%\nD99*\nX0Y0D03*\nM02*\n"u8.ToArray() } : file)], DesignRules.Default);
        Assert.Equal("PACKAGE_INVALID", Assert.Single(broken.Issues).Code);
    }

    [Fact]
    public void Drills_that_are_called_txt_are_read()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var files = BoardStages.Unpack(Zip(board, routed)).Files;
        ImmutableArray<ModuleFile> renamed = [.. files.Select(file => file with { Path = file.Path.Replace(".drl", ".TXT", StringComparison.Ordinal) })];
        Assert.Contains(renamed, file => file.Path.EndsWith(".TXT", StringComparison.Ordinal));
        var found = BoardStages.VerifyPackage(renamed, DesignRules.Default);
        Assert.True(found.IsChecked);
        Assert.Empty(found.Issues);
    }

    [Theory]
    [InlineData("../x.gtl")]
    [InlineData("/x.gtl")]
    [InlineData("a/../../x.gtl")]
    [InlineData("a\\x.gtl")]
    [InlineData("C:x.gtl")]
    [InlineData("x\n.gtl")]
    public void Hostile_names_are_refused(string name) =>
        Assert.StartsWith("PACKAGE_INVALID file=", BoardStages.Unpack(ZipOf((name, []))).Issue!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Bombs_and_other_bytes_are_refused()
    {
        Assert.Contains("unpacked it is larger than", BoardStages.Unpack(ZipOf(("x.gtl", new byte[ModulePackageReader.MaxFileBytes + 1]))).Issue!.Fields, StringComparison.Ordinal);
        Assert.Contains("more than 200 files", BoardStages.Unpack(ZipOf([.. Enumerable.Range(0, 201).Select(i => ($"{i}.gtl", Array.Empty<byte>()))])).Issue!.Fields, StringComparison.Ordinal);
        Assert.Contains("a second file of that name", BoardStages.Unpack(ZipOf(("a/x.gtl", []), ("b/X.gtl", []))).Issue!.Fields, StringComparison.Ordinal);
        Assert.Contains("it is no zip", BoardStages.Unpack("PK and nothing else"u8.ToArray()).Issue!.Fields, StringComparison.Ordinal);
        var zip = ZipOf(("x.gtl", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))]));
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var damaged = zip.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            var (files, issue) = BoardStages.Unpack(damaged);
            Assert.Equal(issue is null, files.Length > 0);
        }
    }

    private static PackageVerification Verify(byte[] zip)
    {
        var (files, issue) = BoardStages.Unpack(zip);
        Assert.Null(issue);
        return BoardStages.VerifyPackage(files, DesignRules.Default);
    }

    private static byte[] Zip(PlacedBoard board, RoutedBoard routed) =>
        BoardStages.Package(BoardStages.ArtifactNames(board).Select(name => BoardStages.Fabricate(board, routed, name)));

    private static byte[] ZipOf(params (string Name, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return buffer.ToArray();
    }
}
