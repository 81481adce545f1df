using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Issues that name modules, in the exact form that the front end parses (docs/issues.md).</summary>
internal static class ModuleIssues
{
    /// <summary><c>CODE moduleId= moduleIdShort= moduleName=</c>, then <paramref name="details"/>.</summary>
    public static Issue About(string code, ModuleInstance module, string details = "") =>
        new(code, WithDetails($"moduleId={IssueText.Token(module.Id)} moduleIdShort={Short(module)} moduleName={IssueText.Token(module.Key.Name)}", details));

    /// <summary><c>CODE moduleIds=[a,b] moduleIdShort=[aaaa,bbbb] moduleNames=[x,y]</c>.</summary>
    public static Issue Between(string code, ModuleInstance a, ModuleInstance b) =>
        new(code, $"moduleIds=[{IssueText.Token(a.Id)},{IssueText.Token(b.Id)}] moduleIdShort=[{Short(a)},{Short(b)}]"
            + $" moduleNames=[{IssueText.Token(a.Key.Name)},{IssueText.Token(b.Key.Name)}]");

    /// <summary><c>CODE moduleIdsAll=[…] moduleIdsAllShort=[…]</c>, then <paramref name="details"/>.</summary>
    public static Issue OfAll(string code, IReadOnlyCollection<ModuleInstance> modules, string details = "") =>
        new(code, WithDetails(
            $"moduleIdsAll=[{string.Join(',', modules.Select(m => IssueText.Token(m.Id)))}] moduleIdsAllShort=[{string.Join(',', modules.Select(Short))}]", details));

    /// <summary>A module as sentences name it: its name and the beginning of its id.</summary>
    public static string Spoken(ModuleInstance module) => $"{IssueText.Token(module.Key.Name)} ({Short(module)})";

    private static string Short(ModuleInstance module) => IssueText.Token(module.ShortId);

    private static string WithDetails(string fields, string details) => details.Length == 0 ? fields : $"{fields} {details}";
}
