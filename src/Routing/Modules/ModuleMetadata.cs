using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>What routing needs to know of a package's <c>name_version.json</c>; everything else in it is for the front end.</summary>
internal readonly record struct ModuleMetadata(bool CanExtendToBoardEdge)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Reads designRules.canExtendToBoardEdge; false where it is not there.</summary>
    /// <param name="problems">Told what is malformed.</param>
    public static ModuleMetadata Read(ReadOnlyMemory<byte> json, List<CheckedJson.Problem> problems)
    {
        var canExtend = false;
        CheckedJson.Read<object>(json, MaxBytes, problems, root =>
        {
            canExtend = root.OptionalObject("designRules").OptionalFlag("canExtendToBoardEdge");
            return null;
        });
        return new(canExtend);
    }
}
