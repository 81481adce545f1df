using Microsoft.Extensions.Configuration;

namespace MakeDevice.Functions.Tests.Support;

internal static class TestOptions
{
    public static ServiceOptions With(string storage, params (string Key, string Value)[] settings) =>
        ServiceOptions.From(Configuration([("Storage", storage), ("Modules", RepositoryFolders.SampleModules), .. settings]));

    public static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>($"MakeDevice:{s.Key}", s.Value)))
        .Build();
}
