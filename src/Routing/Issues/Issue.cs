namespace MakeDevice.Routing.Issues;

/// <summary>
/// A coded problem: for programs the one-line form <c>CODE key=value …</c> that the front end parses, for people a sentence. How grave a code is,
/// and its sentence where the issue brings none, stands in <see cref="IssueTable"/>.
/// </summary>
/// <param name="Code">The code, for instance <c>MODULE_NOT_FOUND</c>.</param>
/// <param name="Fields">The text after the code; may be empty.</param>
public sealed record Issue(string Code, string Fields = "")
{
    private readonly string? _message;

    public Severity Severity => IssueTable.SeverityOf(Code);

    /// <summary>One sentence for people, with names and millimetres.</summary>
    public string Message
    {
        get => _message ?? IssueTable.SentenceOf(this);
        init => _message = value;
    }

    /// <summary>Reads the one-line form.</summary>
    public static Issue Parse(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        return blank < 0 ? new(line) : new(line[..blank], line[(blank + 1)..]);
    }

    public override string ToString() => Fields.Length == 0 ? Code : $"{Code} {Fields}";
}
