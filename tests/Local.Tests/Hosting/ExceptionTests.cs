using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using MakeDevice.Local.Tests.Command;

namespace MakeDevice.Local.Tests.Hosting;

/// <summary>
/// Exceptions cost more than a stage of a small board: a job that goes well throws none, caught or not, but for the two with which DurableTask.Core and its wrapper end the timer of
/// the job's longest time. It has to be ended, since an orchestration is not complete while a timer is open.
/// </summary>
public sealed partial class ExceptionTests
{
    private const int OfTheTimer = 2;

    [Fact]
    public async Task A_job_that_goes_well_throws_no_exception_of_its_own()
    {
        await using var host = await ServeProcess.StartAsync();
        Assert.Empty(await ThrownAsync(host)); // counts from here on
        using var project = new ByteArrayContent(await File.ReadAllBytesAsync(CommandProcess.SampleProject("typical")));
        project.Headers.ContentType = new("application/json");
        using var started = await host.Http.PostAsync("/api/jobs", project);
        var job = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        for (var patience = 0; patience < 600 && (await host.Http.GetAsync($"/api/jobs/{job}")).StatusCode != HttpStatusCode.OK; patience++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("\"status\":\"done\"", await host.Http.GetStringAsync($"/api/jobs/{job}"), StringComparison.Ordinal);
        Assert.All(await ThrownAsync(host), thrown =>
        {
            Assert.Contains("TaskCanceledException", thrown.Key, StringComparison.Ordinal);
            Assert.InRange(thrown.Value, 0, OfTheTimer);
        });

        // The count would have shown another.
        using var malformed = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.PostAsync("/api/jobs", malformed)).StatusCode);
        Assert.Contains(await ThrownAsync(host), thrown => thrown.Key.Contains("Json", StringComparison.Ordinal));
    }

    /// <summary>Exceptions by their type, as .NET's own meter counts them.</summary>
    private static async Task<Dictionary<string, int>> ThrownAsync(ServeProcess host) => Thrown().Matches(await host.Http.GetStringAsync("/metrics"))
        .ToDictionary(line => line.Groups["labels"].Value, line => int.Parse(line.Groups["count"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"(?m)^dotnet_exceptions_total\{(?<labels>[^}]*)\} (?<count>\d+)")]
    private static partial Regex Thrown();
}
