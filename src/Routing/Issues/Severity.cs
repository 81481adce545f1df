namespace MakeDevice.Routing.Issues;

/// <summary>How grave a problem is, the gravest first.</summary>
public enum Severity
{
    /// <summary>There is no board, or the command or request could not be carried out.</summary>
    Error,

    /// <summary>There may be a board, but something of it may not be what was meant: look before you order.</summary>
    Warning,

    /// <summary>Something was left out or understood in a way that its author will expect.</summary>
    Info,
}

public static class SeverityNames
{
    /// <summary>In lower case, as every output spells it.</summary>
    public static string Name(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
