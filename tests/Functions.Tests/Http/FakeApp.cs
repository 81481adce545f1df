using MakeDevice.Functions.Http;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>The app's own services over a temporary folder, a fake durable client and a clock that the test moves.</summary>
internal sealed class FakeApp : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public FakeApp(params (string Key, string Value)[] settings)
    {
        Store = new FaultyStore(new FolderArtifactStore(Storage));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddMakeDevice(TestOptions.Configuration([("Storage", Storage), ("Modules", RepositoryFolders.SampleModules), .. settings]));
        services.AddSingleton<IArtifactStore>(Store);
        _services = services.BuildServiceProvider();
    }

    public FakeClient Client { get; } = new();

    public FakeClock Clock { get; } = new();

    public string Storage => Path.Combine(_folder.Path, "store");

    public string Outside => _folder.Path;

    public FaultyStore Store { get; }

    public HttpReplies Replies => Get<HttpReplies>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A function class, made as a host makes it.</summary>
    public T Function<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }
}

internal sealed class FakeClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
