using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>Parses a module package (DESIGN 3.2) from its files, wherever these came from. Any file may be missing; none may be malformed.</summary>
public static class ModulePackageReader
{
    /// <summary>Largest file of a package, bytes.</summary>
    public const int MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>Largest package, bytes.</summary>
    public const int MaxPackageBytes = 64 * 1024 * 1024;

    /// <summary>Most files in a package.</summary>
    public const int MaxFiles = 200;

    private const int MaxSockets = 2_000;

    private static readonly (string Suffix, ModuleLayer Layer)[] LayerFiles =
    [
        ("-F_Cu", ModuleLayer.FrontCopper), ("-B_Cu", ModuleLayer.BackCopper),
        ("-F_Mask", ModuleLayer.FrontMask), ("-B_Mask", ModuleLayer.BackMask),
        ("-F_Paste", ModuleLayer.FrontPaste), ("-B_Paste", ModuleLayer.BackPaste),
        ("-F_Silkscreen", ModuleLayer.FrontSilkscreen), ("-B_Silkscreen", ModuleLayer.BackSilkscreen),
        ("-F_Fab", ModuleLayer.FrontFab), ("-B_Fab", ModuleLayer.BackFab),
        ("-Edge_Cuts", ModuleLayer.EdgeCuts), ("-GerberSockets", ModuleLayer.GerberSockets),
    ];

    private static readonly string[] GerberExtensions = [".gtl", ".gbl", ".gts", ".gbs", ".gtp", ".gbp", ".gto", ".gbo", ".gm1", ".gko", ".gbr", ".ger"];

    /// <summary>Pure: the same files, in any order, give an equal package with the same content hash.</summary>
    /// <exception cref="ModulePackageException">A file is malformed, two files claim the same layer, or a limit is passed.</exception>
    public static ModulePackage Read(ModuleKey key, IReadOnlyList<ModuleFile> files)
    {
        var sorted = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToArray();
        CheckLimits(key, sorted);
        try
        {
            return new Reading(key, sorted).ToPackage();
        }
        catch (PlotLimitException e)
        {
            throw ModulePackageException.Of(key, "", 0, e.Message);
        }
    }

    private static void CheckLimits(ModuleKey key, ModuleFile[] files)
    {
        if (files.Length > MaxFiles)
        {
            throw ModulePackageException.Of(key, "", 0, string.Create(CultureInfo.InvariantCulture, $"more than {MaxFiles} files"));
        }

        if (files.FirstOrDefault(file => file.Content.Length > MaxFileBytes) is { } large)
        {
            throw ModulePackageException.Of(key, large.Path, 0, string.Create(CultureInfo.InvariantCulture, $"larger than {MaxFileBytes} bytes"));
        }

        if (files.Sum(file => (long)file.Content.Length) > MaxPackageBytes)
        {
            throw ModulePackageException.Of(key, "", 0, string.Create(CultureInfo.InvariantCulture, $"larger than {MaxPackageBytes} bytes"));
        }
    }

    /// <summary>One pass over a package's files.</summary>
    private sealed class Reading(ModuleKey key, ModuleFile[] files)
    {
        private readonly GerberLayer?[] _layers = new GerberLayer?[LayerFiles.Length];
        private readonly List<ModuleFile> _firmware = [];
        private readonly List<BomLine> _bom = [];
        private readonly List<CplLine> _cpl = [];
        private DrillFile? _plated;
        private DrillFile? _nonPlated;
        private ModuleMetadata _metadata;
        private bool _connectorOutline;
        private string _socketsFile = "";

        public ModulePackage ToPackage()
        {
            foreach (var file in files)
            {
                Take(file);
            }

            var (sockets, zones) = DecodeSockets();
            return new()
            {
                Key = key,
                ContentHash = Digest(files),
                CanExtendToBoardEdge = _metadata.CanExtendToBoardEdge,
                HasConnectorOutline = _connectorOutline,
                Sockets = sockets,
                Zones = zones,
                Firmware = FirmwareByName(),
                Layers = LayersPresent(),
                Plated = _plated ?? DrillFile.Empty,
                NonPlated = _nonPlated ?? DrillFile.Empty,
                Bom = [.. _bom],
                Cpl = [.. _cpl],
            };
        }

        private ImmutableSortedDictionary<ModuleLayer, GerberLayer> LayersPresent()
        {
            var present = ImmutableSortedDictionary.CreateBuilder<ModuleLayer, GerberLayer>();
            for (var layer = 0; layer < _layers.Length; layer++)
            {
                if (_layers[layer] is { } drawn)
                {
                    present.Add((ModuleLayer)layer, drawn);
                }
            }

            return present.ToImmutable();
        }

        private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> FirmwareByName() => _firmware.Count == 0
            ? ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty
            : _firmware.ToImmutableSortedDictionary(file => Split(file.Path).Name, file => file.Content, StringComparer.Ordinal);

        private void Take(ModuleFile file)
        {
            var (folder, name) = Split(file.Path);
            switch (folder)
            {
                case "gerbers":
                    TakeFabrication(file, name);
                    break;
                case "assembly" when name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase):
                    TakeComponents(file, name);
                    break;
                case "firmware" when name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase):
                    _firmware.Add(file);
                    break;
                case "" when name == $"{key}.json":
                    TakeMetadata(file);
                    break;
            }
        }

        private void TakeFabrication(ModuleFile file, string name)
        {
            var extension = Path.GetExtension(name).ToLowerInvariant();
            var stem = Path.GetFileNameWithoutExtension(name);
            if (extension is ".drl" && stem.EndsWith("-NPTH", StringComparison.Ordinal))
            {
                _nonPlated = Only(file, _nonPlated, Drills(file));
            }
            else if (extension is ".drl" && stem.EndsWith("-PTH", StringComparison.Ordinal))
            {
                _plated = Only(file, _plated, Drills(file));
            }
            else if (GerberExtensions.Contains(extension) && LayerOf(stem) is { } layer)
            {
                _layers[(int)layer] = Only(file, _layers[(int)layer], Layer(file));
                _socketsFile = layer == ModuleLayer.GerberSockets ? file.Path : _socketsFile;
                _connectorOutline |= layer == ModuleLayer.EdgeCuts && name.Contains("connector", StringComparison.OrdinalIgnoreCase);
            }
        }

        private static ModuleLayer? LayerOf(string stem)
        {
            foreach (var (suffix, layer) in LayerFiles)
            {
                if (stem.EndsWith(suffix, StringComparison.Ordinal))
                {
                    return layer;
                }
            }

            return null;
        }

        private T Only<T>(ModuleFile file, T? before, T now)
            where T : class => before is null ? now : throw Invalid(file, 0, "a second file for the same layer");

        private GerberLayer Layer(ModuleFile file) => Parsed(file, static f => GerberReader.Read(f.Content.Span, f.Path));

        private DrillFile Drills(ModuleFile file) => Parsed(file, static f => ExcellonReader.Read(f.Content.Span, f.Path));

        private T Parsed<T>(ModuleFile file, Func<ModuleFile, T> parse)
        {
            try
            {
                return parse(file);
            }
            catch (GerberException e)
            {
                throw new ModulePackageException(new Issue("MODULE_PACKAGE_INVALID", $"module={IssueText.Token(key.ToString())} {e.Issue.Fields}"));
            }
        }

        private void TakeComponents(ModuleFile file, string name)
        {
            try
            {
                if (name.StartsWith("BOM", StringComparison.OrdinalIgnoreCase))
                {
                    _bom.AddRange(ComponentFiles.ReadBom(file.Content.Span));
                }
                else if (name.StartsWith("CPL", StringComparison.OrdinalIgnoreCase))
                {
                    _cpl.AddRange(ComponentFiles.ReadCpl(file.Content.Span));
                }
            }
            catch (CsvException e)
            {
                throw Invalid(file, e.Line, e.Message);
            }
        }

        private void TakeMetadata(ModuleFile file)
        {
            var problems = new List<CheckedJson.Problem>();
            _metadata = ModuleMetadata.Read(file.Content, problems);
            if (problems.Count > 0)
            {
                throw Invalid(file, 0, string.Join("; ", problems.Select(p => $"{p.Path} {p.Error}")));
            }
        }

        private (ImmutableArray<ModuleSocket> Sockets, ImmutableArray<Box> Zones) DecodeSockets()
        {
            if (_layers[(int)ModuleLayer.GerberSockets] is not { } layer)
            {
                return ([], []);
            }

            var (marks, zones, problems) = GerberSocketsReader.Read(layer);
            if (marks.Length > MaxSockets)
            {
                problems = problems.Add(string.Create(CultureInfo.InvariantCulture, $"more than {MaxSockets} sockets"));
            }

            if (!problems.IsEmpty)
            {
                throw ModulePackageException.Of(key, _socketsFile, 0, string.Join("; ", problems.Take(10)));
            }

            var copper = new SocketCopper(_layers[(int)ModuleLayer.FrontCopper], _layers[(int)ModuleLayer.BackCopper]);
            return ([.. marks.Select(mark => new ModuleSocket(mark.Name, mark.At, copper.LayerAt(mark.At)))], zones);
        }

        private ModulePackageException Invalid(ModuleFile file, int line, string error) => ModulePackageException.Of(key, file.Path, line, error);

        private static (string Folder, string Name) Split(string path)
        {
            var slash = path.LastIndexOf('/');
            return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
        }

        /// <summary>SHA-256 over each file's path, length and bytes, files sorted by path.</summary>
        private static string Digest(ModuleFile[] files)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var file in files)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Path.Length} {file.Path} {file.Content.Length}\n")));
                hash.AppendData(file.Content.Span);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
