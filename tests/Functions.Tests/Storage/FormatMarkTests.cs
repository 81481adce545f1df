using System.Text;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Tests.Storage;

/// <summary>A container of another format is refused, older or newer; one of the same is shared.</summary>
public sealed class FormatMarkTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private const int Ours = 2;

    private static readonly byte[] Job = Encoding.UTF8.GetBytes("a job");

    [Theory, OnFolder, OnBlobs]
    public async Task A_new_container_is_marked_and_shared_by_hosts_of_its_format(string kind)
    {
        var container = await fixture.OpenPlainAsync(kind);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RequireAsync(container, Ours)));
        Assert.Equal("""{"format":2}""", await MarkAsync(container));
        await RequireAsync(container, Ours);
    }

    [Theory]
    [InlineData("""{"format":1}""", "1")]
    [InlineData("""{"format":3}""", "3")]
    [InlineData("""{"format":"2"}""", "an unreadable mark")]
    [InlineData("""{"format":2.5}""", "an unreadable mark")]
    [InlineData("""{"format":99999999999}""", "an unreadable mark")]
    [InlineData("{}", "an unreadable mark")]
    [InlineData("[2]", "an unreadable mark")]
    [InlineData("2", "an unreadable mark")]
    [InlineData("", "an unreadable mark")]
    [InlineData("\0\0\0", "an unreadable mark")]
    public async Task What_an_older_or_newer_version_or_somebody_else_has_marked_is_refused_and_stays(string mark, string found)
    {
        var container = await fixture.OpenPlainAsync(StoreKind.Folder);
        await container.PutAsync(FormatMark.File, Encoding.UTF8.GetBytes(mark), default);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => RequireAsync(container, Ours));

        Assert.Equal($"STORE_VERSION_UNSUPPORTED path=jobs found={found} supported=2", refused.Message);
        Assert.Equal(mark, await MarkAsync(container));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task What_was_written_before_there_were_marks_is_of_the_first_format(string kind)
    {
        var container = await fixture.OpenPlainAsync(kind);
        await container.PutAsync("jobs/1/project.json", Job, default);

        Assert.Contains("found=1 supported=2", (await Assert.ThrowsAsync<StoreRefusedException>(() => RequireAsync(container, Ours))).Message, StringComparison.Ordinal);

        await RequireAsync(container, 1);
        Assert.Equal("""{"format":1}""", await MarkAsync(container));
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_is_asked_again()
    {
        var container = new Http.FaultyStore(await fixture.OpenPlainAsync(StoreKind.Folder)) { ReadFault = new IOException("away") };
        var mark = new FormatMark(container, "jobs", Ours);
        await Assert.ThrowsAsync<IOException>(() => mark.RequireAsync(default));

        container.ReadFault = null;
        await mark.RequireAsync(default);
        var reads = container.Reads;
        await mark.RequireAsync(default);
        Assert.Equal(reads, container.Reads);
    }

    [Theory, OnFolder, OnBlobs]
    public async Task Of_a_container_of_another_format_nothing_is_read_or_written(string kind)
    {
        var container = await fixture.OpenPlainAsync(kind);
        await container.PutAsync(FormatMark.File, """{"format":3}"""u8.ToArray(), default);
        await container.PutAsync("jobs/1/a", Job, default);
        var store = new MarkedStore(container, new FormatMark(container, "jobs", Ours));

        foreach (var use in new Func<Task>[]
        {
            () => store.PutAsync("jobs/1/a", new byte[] { 1 }, default),
            () => store.TryCreateAsync("jobs/1/b", Job, default),
            () => store.ReadAsync("jobs/1/a", default),
            () => store.OpenAsync("jobs/1/a", default),
            () => store.FindAsync("jobs/1/a", default),
            () => NamesAsync(store),
            () => store.DeleteAsync("jobs/1/a", default),
            () => store.DeleteAllAsync("jobs", default),
        })
        {
            await Assert.ThrowsAsync<StoreRefusedException>(use);
        }

        Assert.Equal(Job, await container.ReadAsync("jobs/1/a", default));
        Assert.Equal([FormatMark.File, "jobs/1/a"], await NamesAsync(container));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task The_mark_is_no_file_of_a_job(string kind)
    {
        var container = await fixture.OpenPlainAsync(kind);
        var store = new MarkedStore(container, new FormatMark(container, "jobs", Ours));
        await store.PutAsync("jobs/1/a", Job, default);
        Assert.Equal(["jobs/1/a"], await NamesAsync(store));
        Assert.Equal([FormatMark.File, "jobs/1/a"], await NamesAsync(container));
    }

    private static Task RequireAsync(IArtifactStore container, int supported) => new FormatMark(container, "jobs", supported).RequireAsync(default);

    private static async Task<string> MarkAsync(IArtifactStore container) => Encoding.UTF8.GetString((await container.ReadAsync(FormatMark.File, default))!);

    private static async Task<string[]> NamesAsync(IArtifactStore store)
    {
        var names = new List<string>();
        await foreach (var file in store.ListAsync("", default))
        {
            names.Add(file.Name);
        }

        return [.. names];
    }
}
