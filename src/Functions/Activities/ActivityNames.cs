using MakeDevice.Routing.Planning;

namespace MakeDevice.Functions.Activities;

/// <summary>Names under which the activities are registered and called.</summary>
public static class ActivityNames
{
    public const string Prepare = "Prepare";
    public const string RouteBatch = "RouteBatch";
    public const string MergeRound = "MergeRound";
    public const string RenderPreview = "RenderPreview";
    public const string Repair = "Repair";
    public const string Verify = "Verify";
    public const string Fabricate = "Fabricate";
    public const string Package = "Package";
    public const string KeepPartial = "KeepPartial";
    public const string IsAbandoned = "IsAbandoned";
}

/// <summary>The sides as messages and file names spell them.</summary>
internal static class SideNames
{
    public const string Left = "left";
    public const string Right = "right";

    public static string Of(Side side) => side == Side.Left ? Left : Right;

    public static Side Parse(string name) => name == Left ? Side.Left : Side.Right;
}
