using Microsoft.Extensions.Configuration;

namespace MakeDevice.Functions.Tests.Support;

internal static class TestOptions
{
    public static ServiceOptions With(string storage, params (string Key, string Value)[] settings) =>
        ServiceOptions.From(Configuration([("Storage", storage), ("Modules", RepositoryFolders.SampleModules), .. settings]));

    /// <summary>A later setting takes the place of an earlier one.</summary>
    public static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Reverse().DistinctBy(s => s.Key).Select(s => KeyValuePair.Create<string, string?>($"MakeDevice:{s.Key}", s.Value)))
        .Build();
}
