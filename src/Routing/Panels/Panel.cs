using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Panels;

/// <summary>A panel that was read and checked; its files are made one by one.</summary>
public sealed class Panel
{
    /// <summary>Largest zip of a board, bytes.</summary>
    public const int MaxZipBytes = 16 * 1024 * 1024;

    /// <summary>Name of the panel's own package.</summary>
    public const string ZipName = "panel.zip";

    /// <summary>Names of the pictures of the whole panel.</summary>
    public const string FrontPicture = "panel-front.svg", BackPicture = "panel-back.svg";

    /// <summary>Most memory that the objects of one layer may take in all copies together.</summary>
    private const long MostLayerBytes = 256L * 1024 * 1024;

    private readonly PanelBoard _board;
    private readonly PanelDesign _design;

    private Panel(PanelBoard board, PanelDesign design, ImmutableArray<Issue> warnings) => (_board, _design, Warnings) = (board, design, warnings);

    /// <summary>What is not in the panel, though the board's files have it, or may be meant otherwise: <c>PANEL_FILE_UNUSED</c>, <c>PANEL_FILE_DOUBTFUL</c>, <c>PART_…</c>.</summary>
    public ImmutableArray<Issue> Warnings { get; }

    public int Copies => _design.Columns * _design.Rows;

    /// <summary>Names of its files, in ordinal order.</summary>
    public ImmutableArray<string> Names => PanelMaker.Names(_board, _design);

    /// <summary>Makes one file; independent of every other.</summary>
    /// <exception cref="ArgumentException">The name is not among <see cref="Names"/>.</exception>
    public Artifact Make(string name) => PanelMaker.Make(_board, _design, name);

    internal PanelBoard Board => _board;

    internal PanelDesign Design => _design;

    /// <summary>Reads the packet of the predecessor's panel front end. The panel is null where there are issues.</summary>
    public static (Panel? Panel, ImmutableArray<Issue> Issues) FromPacket(ReadOnlyMemory<byte> json)
    {
        return Guarded(() =>
        {
            var (board, design, issues) = PanelPacketReader.Read(json);
            return board is null || design is null ? (null, issues) : Checked(board, design);
        });
    }

    /// <summary>Makes a panel of a board's package by a specification. The panel is null where there are issues.</summary>
    /// <param name="zip">A fabrication package, for instance one of this service; untrusted.</param>
    public static (Panel? Panel, ImmutableArray<Issue> Issues) FromPackage(ReadOnlyMemory<byte> zip, ReadOnlyMemory<byte> specificationJson)
    {
        return Guarded(() =>
        {
            var (specification, issues) = PanelSpecificationReader.Read(specificationJson);
            var noted = new List<Issue>(issues);
            var board = new PanelBoardReader(noted).Read(PanelPackageReader.Files(zip, noted), needsAssembly: null);
            if (specification is null || noted.Count > 0)
            {
                return (null, [.. noted]);
            }

            var (design, problems) = PanelLayout.Of(specification, board);
            return design is null ? (null, problems) : Checked(board, design);
        });
    }

    private static (Panel? Panel, ImmutableArray<Issue> Issues) Checked(PanelBoard board, PanelDesign design)
    {
        if (board.Layers.FirstOrDefault(layer => layer.Layer.Bytes * design.Columns * design.Rows > MostLayerBytes) is { } large)
        {
            return (null, [PanelIssues.File("PANEL_TOO_COMPLEX", large.FileName, "the copies of this layer are too much")]);
        }

        var issues = new PanelCheck(board, design).Issues();
        return issues.IsEmpty ? (new Panel(board, design, board.Notes), []) : (null, issues);
    }

    private static (Panel? Panel, ImmutableArray<Issue> Issues) Guarded(Func<(Panel? Panel, ImmutableArray<Issue> Issues)> make)
    {
        try
        {
            return make();
        }
        catch (PlotLimitException e)
        {
            return (null, [new("PANEL_TOO_COMPLEX", $"error={IssueText.Sentence(e.Message)}")]);
        }
    }
}
