using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>What a drill file's name says of plating.</summary>
internal static class DrillNames
{
    /// <summary>For instance false for <c>x-NPTH.drl</c>, true for <c>Drill_PTH_Through.DRL</c>; null where it says nothing, or both.</summary>
    /// <param name="path">The file's path; only its last part counts.</param>
    public static bool? Plated(string path)
    {
        var words = FileWords.Of(Path.GetFileNameWithoutExtension(path));
        bool plated = false, nonPlated = false;
        for (var i = 0; i < words.Length; i++)
        {
            var negated = i > 0 && words[i - 1] == "non";
            nonPlated |= words[i] is "npth" or "np" or "nonplated" or "unplated" || (negated && words[i] is "plated" or "pth");
            plated |= !negated && words[i] is "pth" or "plated";
        }

        return plated == nonPlated ? null : plated;
    }
}
