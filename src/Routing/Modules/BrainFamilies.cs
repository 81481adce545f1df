using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>Which family a brain belongs to: the operator's map first, then the families that everyone has.</summary>
public static class BrainFamilies
{
    /// <summary>The file beside the base images by which an operator adds families.</summary>
    public const string MapFile = "firmware.json";

    public const int MaxMapBytes = 1024 * 1024;

    private const int MaxFamilies = 200, MaxText = 100;

    /// <summary>micro:bit and Pico.</summary>
    public static ImmutableArray<BrainFamily> BuiltIn { get; } =
        [new("jacdaptor", "microbit-base", "MICROBIT", FirmwareFormat.Hex), new("rp2040", "pico-base", "pico", FirmwareFormat.Uf2)];

    /// <summary>The first family that a module fits; null for a module that is no brain of any.</summary>
    public static BrainFamily? Of(ModuleKey module, ImmutableArray<BrainFamily> families)
    {
        foreach (var family in families)
        {
            if (family.Contains(module))
            {
                return family;
            }
        }

        return null;
    }

    /// <summary>Reads <c>{"brains": [{"match", "image", "output", "format": "hex"|"uf2"}]}</c>; the built-in families follow.</summary>
    /// <exception cref="BaseImageException">It is no such map.</exception>
    public static ImmutableArray<BrainFamily> Read(ReadOnlyMemory<byte> json)
    {
        var problems = new List<CheckedJson.Problem>();
        var families = new List<BrainFamily>();
        CheckedJson.Read<object>(json, MaxMapBytes, problems, root =>
        {
            families.AddRange(root.Property("brains").RequiredItems(MaxFamilies).Where(item => item.IsObject()).Select(ReadFamily));
            return null;
        });
        return problems.Count == 0 ? [.. families, .. BuiltIn] : throw new BaseImageException($"{MapFile}: {problems[0].Path} {problems[0].Error}");
    }

    private static BrainFamily ReadFamily(CheckedJson item)
    {
        var match = item.RequiredText("match", MaxText) ?? "";
        var format = item.RequiredText("format", MaxText);
        if (match.Length == 0 && !item.Property("match").IsMissing)
        {
            item.Property("match").Report("must not be empty");
        }

        if (format is not (null or "hex" or "uf2"))
        {
            item.Property("format").Report("must be hex or uf2");
        }

        return new(match, Stem(item, "image"), Stem(item, "output"), format == "uf2" ? FirmwareFormat.Uf2 : FirmwareFormat.Hex);
    }

    /// <summary>Part of a file name, which must lead nowhere else.</summary>
    private static string Stem(CheckedJson item, string name)
    {
        var text = item.RequiredText(name, MaxText);
        if (text is not null && !ModuleKey.IsSafeName(text))
        {
            item.Property(name).Report("must be ASCII letters, digits, '-', '.' and '_', as in a file's name, without an extension");
        }

        return text ?? "";
    }
}
