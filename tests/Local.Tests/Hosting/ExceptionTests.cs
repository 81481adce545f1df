using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MakeDevice.Local.Tests.Command;

namespace MakeDevice.Local.Tests.Hosting;

/// <summary>Exceptions cost more than a stage of a small board; a job that goes well throws none, caught or not.</summary>
public sealed class ExceptionTests
{
    private const string Thrown = "dotnet_exceptions_total";

    [Fact]
    public async Task A_job_that_goes_well_throws_no_exception()
    {
        await using var host = await ServeProcess.StartAsync();
        await host.Http.GetStringAsync("/metrics"); // counts from here on
        using var project = new ByteArrayContent(await File.ReadAllBytesAsync(CommandProcess.SampleProject("typical")));
        project.Headers.ContentType = new("application/json");
        using var started = await host.Http.PostAsync("/api/jobs", project);
        var job = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        for (var patience = 0; patience < 600 && (await host.Http.GetAsync($"/api/jobs/{job}")).StatusCode != HttpStatusCode.OK; patience++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("\"status\":\"done\"", await host.Http.GetStringAsync($"/api/jobs/{job}"), StringComparison.Ordinal);
        Assert.DoesNotContain(Thrown, await host.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);

        // The count would have shown one.
        using var malformed = new StringContent("{", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Http.PostAsync("/api/jobs", malformed)).StatusCode);
        Assert.Contains(Thrown, await host.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
