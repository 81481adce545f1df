using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>What a Gerber job file (Ucamco, The Gerber Job File Format Specification 2022.12) says of the files beside it.</summary>
/// <param name="Functions">.FileFunction by file name.</param>
/// <param name="Flaw">Why it cannot be read; null where it can.</param>
internal sealed record JobFile(ImmutableDictionary<string, string> Functions, string? Flaw)
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxText = 260;

    public static JobFile Read(ReadOnlyMemory<byte> json)
    {
        var functions = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var problems = new List<CheckedJson.Problem>();
        CheckedJson.Read<object>(json, MaxBytes, problems, root =>
        {
            var files = root.Property("FilesAttributes");
            foreach (var file in files.IsMissing ? [] : files.RequiredItems(ModulePackageReader.MaxFiles))
            {
                var path = file.OptionalText("Path", MaxText);
                functions[path[(path.LastIndexOfAny(['/', '\\']) + 1)..]] = file.OptionalText("FileFunction", MaxText);
            }

            return null;
        });
        return new(functions.ToImmutable(), problems.Count == 0 ? null : $"{problems[0].Path} {problems[0].Error}");
    }
}
