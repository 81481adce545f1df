using System.Globalization;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Modules;

/// <summary>A module package that is present but malformed; carries the issue <c>MODULE_PACKAGE_INVALID module= file= line= error=</c>.</summary>
public sealed class ModulePackageException(Issue issue) : Exception(issue.ToString())
{
    private const string Code = "MODULE_PACKAGE_INVALID";

    public Issue Issue { get; } = issue;

    /// <param name="file">The file's path in the package; empty where the package as a whole is meant.</param>
    /// <param name="line">The line from 1; 0 where there is none to name.</param>
    public static ModulePackageException Of(ModuleKey module, string file, int line, string error)
    {
        var where = file.Length == 0 ? "" : $" file={IssueText.Token(file)}";
        var at = line == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" line={line}");
        return new(new Issue(Code, $"module={IssueText.Token(module.ToString())}{where}{at} error={IssueText.Sentence(error)}"));
    }
}
