using MakeDevice.Tests;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Many jobs at once: each must end with its own board's bytes.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class ConcurrencyTests
{
    private static readonly string[] Samples = ["small", "typical", "angles", "connectors"];

    [Fact]
    public async Task Every_job_gets_its_own_board()
    {
        var jobs = Series.Of(20, 100);
        await using var app = await ServedApp.StartAsync();
        var projects = Enumerable.Range(0, jobs).Select(i => Boards.Variant(Samples[i % Samples.Length], $"board {i}")).ToArray();
        var ids = await Task.WhenAll(projects.Select(p => app.SubmitAsync(p)));
        Assert.Equal(jobs, ids.Distinct().Count());

        var zips = await Task.WhenAll(ids.Select(app.ZipAsync));
        for (var i = 0; i < jobs; i++)
        {
            Assert.Equal(await Boards.ExpectedZipAsync(projects[i]), zips[i]);
        }
    }

    [Fact]
    public async Task Cancelling_some_harms_none_of_the_others()
    {
        await using var app = await ServedApp.StartAsync();
        var projects = Enumerable.Range(0, 20).Select(i => Boards.Variant("typical", $"burst {i}")).ToArray();
        var ids = await Task.WhenAll(projects.Select(p => app.SubmitAsync(p)));
        await Task.WhenAll(ids.Where((_, i) => i % 2 == 1).Select(id => app.Http.DeleteAsync($"api/jobs/{id}")));
        for (var i = 0; i < ids.Length; i++)
        {
            var end = await app.EndOfAsync(ids[i]);
            if (i % 2 == 0)
            {
                Assert.Equal(await Boards.ExpectedZipAsync(projects[i]), await app.ZipAsync(ids[i]));
            }
            else
            {
                Assert.Contains(end.GetProperty("status").GetString(), new[] { "cancelled", "done" });
            }
        }
    }
}
