using System.Text;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Tests.Storage;

/// <summary>One contract, two stores.</summary>
public sealed class ArtifactStoreTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private static readonly byte[] Hello = Encoding.UTF8.GetBytes("hello");
    private static readonly byte[] World = Encoding.UTF8.GetBytes("other content");

    [Theory, OnFolder, OnBlobs]
    public async Task What_was_put_is_read_until_it_is_put_again(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        await store.PutAsync("a/b.txt", Hello, default);
        Assert.Equal(Hello, await store.ReadAsync("a/b.txt", default));
        await store.PutAsync("a/b.txt", World, default);
        Assert.Equal(World, await store.ReadAsync("a/b.txt", default));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task What_is_not_there_is_null_and_deleting_it_does_nothing(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        Assert.Null(await store.ReadAsync("no/where", default));
        Assert.Null(await store.OpenAsync("no/where", default));
        Assert.Null(await store.FindAsync("no/where", default));
        await store.DeleteAsync("no/where", default);
        await store.DeleteAllAsync("no", default);
        Assert.Empty(await NamesAsync(store, "no"));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task A_large_file_is_read_as_a_stream_with_its_length_and_tag(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        await store.PutAsync("big", content, default);

        await using var opened = await store.OpenAsync("big", default);
        Assert.NotNull(opened);
        using var read = new MemoryStream();
        await opened.Content.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        Assert.Equal(content.Length, opened.File.Length);
        Assert.Equal(opened.File.ETag, (await store.FindAsync("big", default))!.ETag);
        Assert.InRange(opened.File.Modified, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task A_tag_changes_with_every_write(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        var tags = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            await store.PutAsync("x", Hello, default);
            tags.Add((await store.FindAsync("x", default))!.ETag);
            await Task.Delay(5);
        }

        Assert.Equal(5, tags.Count);
        Assert.DoesNotContain(tags, tag => tag.Contains('"', StringComparison.Ordinal));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task Of_many_creators_exactly_one_wins_and_its_content_stays(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        var contents = Enumerable.Range(0, 32).Select(i => Encoding.ASCII.GetBytes($"creator {i}")).ToArray();
        var won = await Task.WhenAll(contents.Select(content => Task.Run(() => store.TryCreateAsync("keys/one", content, default))));
        Assert.Equal(1, won.Count(w => w));
        Assert.Equal(contents[Array.IndexOf(won, true)], await store.ReadAsync("keys/one", default));
        Assert.False(await store.TryCreateAsync("keys/one", Hello, default));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task A_folder_lists_only_its_own_files_in_order(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        foreach (var name in new[] { "jobs/a/z", "jobs/a/deep/er/file", "jobs/ab/x", "jobs/a/B", "other" })
        {
            await store.PutAsync(name, Hello, default);
        }

        Assert.Equal(["jobs/a/B", "jobs/a/deep/er/file", "jobs/a/z"], await NamesAsync(store, "jobs/a"));
        Assert.Equal(["jobs/a/B", "jobs/a/deep/er/file", "jobs/a/z", "jobs/ab/x", "other"], await NamesAsync(store, ""));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task Deleting_a_folder_leaves_its_neighbours(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        foreach (var name in new[] { "jobs/a/1", "jobs/a/b/2", "jobs/ab/3" })
        {
            await store.PutAsync(name, Hello, default);
        }

        await store.DeleteAllAsync("jobs/a", default);
        Assert.Equal(["jobs/ab/3"], await NamesAsync(store, "jobs"));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task Readers_see_one_whole_version_while_writers_replace_it(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        var versions = Enumerable.Range(0, 4).Select(i => Enumerable.Repeat((byte)i, 100_000 + i).ToArray()).ToArray();
        await store.PutAsync("v", versions[0], default);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 40; i++)
            {
                await store.PutAsync("v", versions[i % versions.Length], default);
            }
        });

        while (!writing.IsCompleted)
        {
            var seen = (await store.ReadAsync("v", default))!;
            Assert.Equal(versions[seen[0]], seen);
        }

        await writing;
    }

    [Theory, OnFolder, OnBlobs]
    public async Task Names_keep_their_letters(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        const string Name = "jobs/x/artifacts/Gerät (2) + 50%-F_Cu.gtl";
        await store.PutAsync(Name, Hello, default);
        Assert.Equal(Hello, await store.ReadAsync(Name, default));
        Assert.Equal([Name], await NamesAsync(store, "jobs/x"));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task No_operation_takes_a_name_that_leaves_the_store(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        foreach (var name in StoreNameTests.Hostile)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => store.PutAsync(name, Hello, default));
            await Assert.ThrowsAsync<ArgumentException>(() => store.TryCreateAsync(name, Hello, default));
            await Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync(name, default));
            await Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync(name, default));
            await Assert.ThrowsAsync<ArgumentException>(() => store.FindAsync(name, default));
            await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAsync(name, default));
            await Assert.ThrowsAsync<ArgumentException>(() => store.DeleteAllAsync(name, default));
        }
    }

    private static async Task<List<string>> NamesAsync(IArtifactStore store, string folder)
    {
        var names = new List<string>();
        await foreach (var file in store.ListAsync(folder, default))
        {
            names.Add(file.Name);
        }

        return names;
    }
}
