using System.Collections.Immutable;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>Collects what a package holds and no board gets, and what was read in one way and may be meant in another.</summary>
internal sealed class PackageIssues(ModuleKey package)
{
    private readonly ImmutableArray<Issue>.Builder _issues = ImmutableArray.CreateBuilder<Issue>();

    /// <summary>Names a file that nothing reads and somebody may miss.</summary>
    /// <param name="why">One sentence without its full stop.</param>
    public void Unused(string path, string why) => Add("MODULE_FILE_UNUSED", path, why);

    /// <summary>Names a file that nothing reads and nobody misses.</summary>
    /// <param name="what">What it is, with its article.</param>
    public void Needless(string path, string what) => Add("MODULE_FILE_NOT_NEEDED", path, what);

    /// <summary>Tells of a file that is read what should be looked at.</summary>
    public void Doubt(string path, string what) => Add("MODULE_FILE_DOUBTFUL", path, what);

    public ImmutableArray<Issue> ToArray() => _issues.ToImmutable();

    private void Add(string code, string path, string text)
    {
        var issue = new Issue(code, $"module={IssueText.Token(package.ToString())} file={IssueText.Token(path)} error={IssueText.Sentence(text)}");
        if (!_issues.Contains(issue))
        {
            _issues.Add(issue);
        }
    }
}
