using System.Globalization;
using System.Text.RegularExpressions;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Tests;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>What tests of hosts with one storage account, the emulator's, have in common. They wait for most of their time, so each is a collection of its own.</summary>
internal static partial class SharedHub
{
    public const int Jobs = 20;

    /// <summary>What a host that is lost has taken from the queues is seen again after a minute, as by default, in the long series, and after seconds elsewhere.</summary>
    public static (string Key, string Value)[] Settings(Azurite azurite) =>
        [("Hub", azurite.Connection), ("ReuseResults", "false"), ("StartsPerMinute", "0"), .. Series.IsLong ? [] : new[] { (ServedApp.Visibility, "00:00:10") }];

    /// <summary>Waits until the host has run activities of its own.</summary>
    public static async Task UntilWorkingAsync(ServedApp app)
    {
        for (var patience = 0; patience < 1200; patience++)
        {
            var page = await app.Http.GetStringAsync("metrics");
            if (Activities().Matches(page).Any(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > 0))
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("The host has worked on nothing.");
    }

    [GeneratedRegex("""^durable_activity_duration_seconds_count\{.*\} (\d+)$""", RegexOptions.Multiline)]
    private static partial Regex Activities();
}
