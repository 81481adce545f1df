using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing;

/// <summary>What the check of a package found.</summary>
/// <param name="Issues">Why it could not be checked, or what is wrong with its copper; empty for a sound board.</param>
/// <param name="IsChecked">False where it could not be checked: then there is no report and no picture.</param>
/// <param name="Report">JSON, UTF-8.</param>
/// <param name="Front">SVG.</param>
/// <param name="Back">SVG.</param>
/// <param name="Sockets">Sockets that the package names.</param>
/// <param name="Notes">Files that the check does not need, and what is doubtful about those that it does.</param>
public sealed record PackageVerification(
    ImmutableArray<Issue> Issues, bool IsChecked, byte[] Report, string Front, string Back, int Sockets, ImmutableArray<string> Notes);
