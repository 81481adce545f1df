using MakeDevice.Functions.Modules;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Http;
using MakeDevice.Functions.Tests.Storage;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Functions.Tests.Modules;

/// <summary>Base images in a folder and in a container of the storage.</summary>
public sealed class StoredBaseImagesTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Theory, OnFolder, OnBlobs]
    public async Task An_image_is_read_kept_for_a_while_and_read_again_when_it_changed(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        var clock = new FakeClock();
        var images = new StoredBaseImages(store, "images", clock);
        Assert.Equal("the container images", images.Place);
        Assert.Null(await images.ReadAsync("a.bin", default));

        await store.PutAsync("a.bin", new byte[] { 1, 2 }, default);
        Assert.Null(await images.ReadAsync("a.bin", default));
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal([1, 2], (await images.ReadAsync("a.bin", default))!.Value.ToArray());

        await store.PutAsync("a.bin", new byte[] { 3 }, default);
        Assert.Equal([1, 2], (await images.ReadAsync("a.bin", default))!.Value.ToArray());
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal([3], (await images.ReadAsync("a.bin", default))!.Value.ToArray());

        await store.DeleteAsync("a.bin", default);
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await images.ReadAsync("a.bin", default));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task An_image_that_is_too_large_is_refused_by_name(string kind)
    {
        var store = await fixture.OpenAsync(kind);
        await store.PutAsync("a.bin", new byte[IBaseImages.MaxBytes + 1], default);
        var refused = await Assert.ThrowsAsync<BaseImageException>(() => new StoredBaseImages(store, "images", new FakeClock()).ReadAsync("a.bin", default).AsTask());
        Assert.StartsWith("a.bin is larger than ", refused.Message, StringComparison.Ordinal);
    }

    [OnAzurite]
    public async Task A_setting_names_the_container_and_a_brain_gets_its_image_from_it()
    {
        var options = await fixture.OptionsAsync(StoreKind.Blob) with { Modules = RepositoryFolders.SampleModules, Firmware = "blob:images" };
        var store = new BlobArtifactStore(BlobContainers.Open(options, "images"));
        await store.PutAsync("microbit-base.bin", await File.ReadAllBytesAsync(Path.Combine(RepositoryFolders.SampleModules, "..", "firmware", "microbit-base.bin")), default);
        var package = await new ModuleSource(options, new FakeClock()).Library.FindAsync(new("sample_jacdaptor", "1.0"), default);
        Assert.True(package!.HasBaseImage);
        Assert.Equal("microbit-base.bin", Assert.Single(package.Firmware).Key);
    }
}
