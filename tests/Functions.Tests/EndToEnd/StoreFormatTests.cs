using System.Diagnostics;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Tests;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>A storage account that another version has left in another format: a host says so by code and ends, and touches nothing there.</summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed class StoreFormatTests
{
    private const string OfArtifacts = "makedevice";
    private const string OfHub = "makedevice-leases";

    [OnAzurite]
    public async Task A_host_marks_an_account_and_refuses_one_of_another_format()
    {
        using var azurite = await Azurite.StartAsync();
        await using (var app = await ServedApp.StartAsync(azurite.Connection, ("Hub", azurite.Connection)))
        {
            Assert.NotEmpty(await app.ZipAsync(await app.SubmitAsync(Boards.Variant("small", "of this format"))));
        }

        foreach (var container in new[] { OfArtifacts, OfHub })
        {
            var store = Container(azurite, container);
            Assert.Equal("""{"format":1}"""u8.ToArray(), await store.ReadAsync(FormatMark.File, default));
            await store.PutAsync(FormatMark.File, """{"format":0}"""u8.ToArray(), default);
            var before = await ContentAsync(azurite);

            Assert.Equal((2, $"STORE_VERSION_UNSUPPORTED path={container} found=0 supported=1"), await ServeAsync(azurite.Connection));

            Assert.Equal(before, await ContentAsync(azurite));
            await store.PutAsync(FormatMark.File, """{"format":1}"""u8.ToArray(), default);
        }
    }

    private static BlobArtifactStore Container(Azurite azurite, string name) => new(BlobContainers.Open(TestOptions.With(azurite.Connection), name));

    /// <summary>Names and tags of all that is there.</summary>
    private static async Task<List<string>> ContentAsync(Azurite azurite)
    {
        var content = new List<string>();
        foreach (var container in new[] { OfArtifacts, OfHub })
        {
            await foreach (var file in Container(azurite, container).ListAsync("", default))
            {
                content.Add($"{container}/{file.Name} {file.ETag}");
            }
        }

        return content;
    }

    /// <summary>How a host ends by itself, and the code that it ends with.</summary>
    private static async Task<(int Code, string? Told)> ServeAsync(string connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltProgram.Tool, "serve", "--port", "0", "--storage", connection, "--hub", connection])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var told = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, told.Split('\n').FirstOrDefault(line => line.StartsWith("STORE_VERSION", StringComparison.Ordinal))?.TrimEnd());
        }
        finally
        {
            process.Kill();
        }
    }
}
