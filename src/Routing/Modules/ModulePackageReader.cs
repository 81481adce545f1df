using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules.Assembly;

namespace MakeDevice.Routing.Modules;

/// <summary>Parses a module package (docs/modules.md) from its files, wherever these came from. Any file may be missing; none may be malformed.</summary>
public static class ModulePackageReader
{
    /// <summary>Largest file of a package, bytes.</summary>
    public const int MaxFileBytes = 16 * 1024 * 1024;

    /// <summary>Largest package, bytes.</summary>
    public const int MaxPackageBytes = 64 * 1024 * 1024;

    /// <summary>Most files in a package.</summary>
    public const int MaxFiles = 200;

    private const int MaxSockets = 2_000;

    private static readonly string[] FirmwareExtensions = [".bin", ".hex", ".uf2"];
    private static readonly string[] TableExtensions = [".csv", ".tsv", ".pos"];

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
        private readonly PackageIssues _issues = new(key);
        private readonly List<ModuleFile> _firmware = [];
        private ComponentList<BomLine> _bom = ComponentList<BomLine>.Empty;
        private ComponentList<CplLine> _cpl = ComponentList<CplLine>.Empty;
        private ModuleMetadata _metadata;

        public ModulePackage ToPackage()
        {
            foreach (var file in files)
            {
                Take(file);
            }

            var fabrication = new FabricationFiles(key, _issues);
            fabrication.Read([.. files.Where(file => IsIn(file, "gerbers"))]);
            var (sockets, zones, hints) = DecodeSockets(fabrication);
            var (bom, cpl, notes) = ComponentCheck.Of(_bom, _cpl);
            foreach (var missing in PartLayers.Missing(fabrication, cpl))
            {
                _issues.Doubt("gerbers", missing);
            }

            return new()
            {
                Key = key,
                ContentHash = Digest(files),
                CanExtendToBoardEdge = _metadata.CanExtendToBoardEdge,
                Supply = _metadata.Supply ?? ModuleSupply.Unknown,
                HasConnectorOutline = fabrication.HasConnectorOutline,
                Sockets = sockets,
                Zones = zones,
                SocketHints = hints,
                Firmware = FirmwareByName(),
                Layers = fabrication.Layers,
                Plated = fabrication.Plated,
                NonPlated = fabrication.NonPlated,
                Bom = bom,
                Cpl = cpl,
                Issues = [.. _issues.ToArray(), .. notes.Select(note => ComponentIssues.Of(key.ToString(), note))],
            };
        }

        private ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> FirmwareByName() => _firmware.Count == 0
            ? ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty
            : _firmware.ToImmutableSortedDictionary(file => Split(file.Path).Name, file => file.Content, StringComparer.Ordinal);

        private void Take(ModuleFile file)
        {
            var (folder, name) = Split(file.Path);
            switch (folder.ToLowerInvariant())
            {
                case "gerbers":
                    break;
                case "assembly" when TableExtensions.Contains(Path.GetExtension(name).ToLowerInvariant()):
                    TakeComponents(file, name);
                    break;
                case "firmware" when FirmwareExtensions.Contains(Path.GetExtension(name).ToLowerInvariant()):
                    TakeFirmware(file);
                    break;
                case "" when name == $"{key}.json":
                    TakeMetadata(file);
                    break;
                default:
                    TellUnused(file, folder, name);
                    break;
            }
        }

        private void TakeFirmware(ModuleFile file)
        {
            if (file.Content.IsEmpty)
            {
                _issues.Unused(file.Path, "it is empty");
                return;
            }

            _firmware.Add(file);
        }

        private void TellUnused(ModuleFile file, string folder, string name)
        {
            if (OtherFiles.KindOf(name) is { } kind)
            {
                _issues.Needless(file.Path, kind);
                return;
            }

            _issues.Unused(file.Path, folder.ToLowerInvariant() switch
            {
                "" => $"of the files beside the folders only {key}.json is read",
                "assembly" => "it is neither a bill of materials nor a pick-and-place list (.csv, .tsv, .pos)",
                "firmware" => "of this folder files *.bin, *.hex and *.uf2 are read",
                _ => "only the folders gerbers, assembly and firmware are read",
            });
        }

        private static bool IsIn(ModuleFile file, string folder) => Split(file.Path).Folder.Equals(folder, StringComparison.OrdinalIgnoreCase);

        private void TakeComponents(ModuleFile file, string name)
        {
            try
            {
                switch (ComponentFile.KindOf(name, file.Content.Span))
                {
                    case ComponentFileKind.Bom:
                        _bom = _bom.And(BomReader.Read(file.Content.Span).In(file.Path));
                        break;
                    case ComponentFileKind.Cpl:
                        _cpl = _cpl.And(CplReader.Read(file.Content.Span).In(file.Path));
                        break;
                    default:
                        TellUnused(file, "assembly", name);
                        break;
                }
            }
            catch (CsvException e)
            {
                throw Invalid(file, e.Line, e.Message);
            }
        }

        private void TakeMetadata(ModuleFile file)
        {
            var (problems, unused) = (new List<CheckedJson.Problem>(), new List<CheckedJson.UnusedProperty>());
            _metadata = ModuleMetadata.Read(file.Content, problems, unused);
            if (problems.Count > 0)
            {
                throw Invalid(file, 0, string.Join("; ", problems.Select(p => $"{p.Path} {p.Error}")));
            }

            // Most properties are the front end's; one that is nearly the name of ours was meant to be read.
            foreach (var property in unused)
            {
                if (Spelling.Nearest(property.Name, property.Known) is { } meant)
                {
                    _issues.Doubt(file.Path, $"nothing reads {property.Path}.{property.Name}; is {meant} meant?");
                }
            }
        }

        private (ImmutableArray<ModuleSocket> Sockets, ImmutableArray<Box> Zones, ImmutableArray<string> Hints) DecodeSockets(FabricationFiles fabrication)
        {
            if (fabrication[ModuleLayer.GerberSockets] is not { } layer)
            {
                return ([], [], []);
            }

            var (marks, zones, problems, hints) = GerberSocketsReader.Read(layer);
            if (marks.Length > MaxSockets)
            {
                problems = problems.Add(string.Create(CultureInfo.InvariantCulture, $"more than {MaxSockets} sockets"));
            }

            if (!problems.IsEmpty)
            {
                throw ModulePackageException.Of(key, fabrication.SocketsFile, 0, string.Join("; ", problems.Take(10)));
            }

            var copper = new SocketCopper(fabrication[ModuleLayer.FrontCopper], fabrication[ModuleLayer.BackCopper]);
            return ([.. marks.Select(mark => new ModuleSocket(mark.Name, mark.At, copper.LayerAt(mark.At)))], zones, hints);
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
