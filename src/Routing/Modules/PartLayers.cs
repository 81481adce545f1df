using MakeDevice.Routing.Modules.Assembly;

namespace MakeDevice.Routing.Modules;

/// <summary>Layers without which the parts of a side cannot be soldered. A layer that is there and empty says what it means; one that is not there may be lost.</summary>
internal static class PartLayers
{
    private static readonly (string Side, string Name, ModuleLayer Mask, ModuleLayer Paste)[] Sides =
    [
        ("top", "front", ModuleLayer.FrontMask, ModuleLayer.FrontPaste),
        ("bottom", "back", ModuleLayer.BackMask, ModuleLayer.BackPaste),
    ];

    /// <summary>A sentence for each layer that parts need and the package lacks.</summary>
    public static IEnumerable<string> Missing(FabricationFiles files, IReadOnlyCollection<CplLine> parts)
    {
        foreach (var (_, name, mask, paste) in Sides.Where(side => parts.Any(part => part.Side == side.Side)))
        {
            if (files[mask] is null)
            {
                yield return $"parts are mounted on the {name}, and there is no layer of its solder mask: their pads stay covered";
            }

            if (files[paste] is null)
            {
                yield return $"parts are mounted on the {name}, and there is no layer of its solder paste: a stencil has no openings for them";
            }
        }
    }
}
