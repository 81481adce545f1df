namespace MakeDevice.Routing.Issues;

/// <summary>
/// A coded problem shown to the user, in the one-line form <c>CODE key=value …</c> that the front end parses.
/// </summary>
/// <param name="Code">The code, for instance <c>MODULE_NOT_FOUND</c>.</param>
/// <param name="Fields">The text after the code; may be empty.</param>
public sealed record Issue(string Code, string Fields = "")
{
    public override string ToString() => Fields.Length == 0 ? Code : $"{Code} {Fields}";
}
