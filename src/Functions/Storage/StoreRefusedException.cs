namespace MakeDevice.Functions.Storage;

/// <summary>
/// What is kept at a place cannot be used, and trying again does not help: another program's, another version's, damaged, in use, or not writable. The message is <c>CODE key=value …</c>.
/// </summary>
public sealed class StoreRefusedException(string code, string detail, Exception? reason = null) : IOException($"{code} {detail}", reason)
{
    public string Code => code;

    public string Detail => detail;
}
