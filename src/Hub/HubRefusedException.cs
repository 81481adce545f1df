namespace MakeDevice.Hub;

/// <summary>A folder's hub cannot be used: another program's, another version's, damaged, or in use. The message is <c>CODE key=value …</c>.</summary>
internal sealed class HubRefusedException(string code, string detail, Exception? reason = null) : IOException($"{code} {detail}", reason)
{
    public string Code => code;

    public string Detail => detail;
}
