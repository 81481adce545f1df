namespace MakeDevice.Functions.Activities;

/// <summary>Names under which the activities are registered and called.</summary>
public static class ActivityNames
{
    public const string Prepare = "Prepare";
    public const string Route = "Route";
    public const string Advance = "Advance";
    public const string Fabricate = "Fabricate";
    public const string Package = "Package";
    public const string PreparePanel = "PreparePanel";
    public const string MakePanelFiles = "MakePanelFiles";
    public const string PackagePanel = "PackagePanel";
    public const string AskToStop = "AskToStop";
    public const string KeepPartial = "KeepPartial";
    public const string IsAbandoned = "IsAbandoned";
}
