using System.ComponentModel;
using System.Diagnostics;
using MakeDevice.Command;

namespace MakeDevice.Local.Hosting;

/// <summary>The user's browser, as the system finds it.</summary>
internal static class WebBrowser
{
    /// <summary>Opens a page; where there is no browser, says which page to open.</summary>
    public static void Open(string address)
    {
        try
        {
            using Process? browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception none) when (none is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            Console.Error.WriteLine($"No browser was found ({Inputs.OneLine(none.Message)}): open {address} in one.");
        }
    }
}
