using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>A module package that is present but malformed; carries the issue <c>MODULE_PACKAGE_INVALID</c>.</summary>
public sealed class ModulePackageException(Issue issue) : Exception(issue.ToString())
{
    public Issue Issue { get; } = issue;
}
