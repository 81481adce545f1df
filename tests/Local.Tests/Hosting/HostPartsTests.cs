using System.Globalization;
using System.Text.Json;
using DurableTask.AzureStorage;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Hub;
using MakeDevice.Local.Hosting;
using MakeDevice.Local.Tests.Command;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Local.Tests.Hosting;

/// <summary>Schedules, settings and quantiles by themselves.</summary>
public sealed class HostPartsTests
{
    [Theory]
    [InlineData("0 17 * * * *", "2026-03-01T10:17:00", "2026-03-01T11:17:00")]
    [InlineData("*/15 * * * * *", "2026-03-01T10:17:14", "2026-03-01T10:17:15")]
    [InlineData("0 0 9-17 * * MON-FRI", "2026-03-06T17:00:00", "2026-03-09T09:00:00")]
    [InlineData("0 30 9 * Jan,Jul *", "2026-03-01T00:00:00", "2026-07-01T09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-03-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("30 4 * * *", "2026-03-01T04:30:00", "2026-03-02T04:30:00")]
    [InlineData("0 0 0 * * 0", "2026-03-02T00:00:00", "2026-03-08T00:00:00")]
    [InlineData("0 5/20 * * * *", "2026-03-01T10:26:00", "2026-03-01T10:45:00")]
    [InlineData("00:05:00", "2026-03-01T10:26:00", "2026-03-01T10:31:00")]
    public void ASchedule_HasItsNextTime(string schedule, string after, string next) =>
        Assert.Equal(Utc(next), TimerFunctions.Schedule(schedule)(Utc(after)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("a * * * * *")]
    [InlineData("1/2/3 * * * * *")]
    [InlineData("-1 * * * * *")]
    [InlineData("00:00:00")]
    public void AMalformedSchedule_IsRefused(string schedule) => Assert.Throws<FormatException>(() => TimerFunctions.Schedule(schedule));

    [Fact]
    public void AScheduleThatNeverComes_EndsItsSearch() => Assert.Null(TimerFunctions.Schedule("0 0 0 30 2 *")(Utc("2026-03-01T00:00:00")));

    [Fact]
    public void Settings_ComeFromDefaults_File_Environment_AndCommandLine_InThatOrder()
    {
        string folder = Directory.CreateTempSubdirectory("settings-").FullName;
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), """
            { // as func writes it
              "Values": { "MakeDevice__Storage": "file", "MakeDevice__Modules": "file", "SETTINGS_TEST_A": "file" }, "Host": { "CORS": "http://a, http://b" } }
            """);
        File.WriteAllText(Path.Combine(folder, "host.json"), """{ "logging": { "logLevel": { "default": "Warning", "MakeDevice": "Debug" } } }""");
        Environment.SetEnvironmentVariable("SETTINGS_TEST_A", "environment");

        HostSettings settings = new(
            [folder], [KeyValuePair.Create("MakeDevice:Storage", (string?)"default"), KeyValuePair.Create("MakeDevice:Container", (string?)"default")],
            [KeyValuePair.Create("MakeDevice:Modules", (string?)"command line")]);

        Assert.Equal("default", settings.Configuration["MakeDevice:Container"]);
        Assert.Equal("file", settings.Configuration["MakeDevice:Storage"]);
        Assert.Equal("environment", settings.Configuration["SETTINGS_TEST_A"]);
        Assert.Equal("command line", settings.Configuration["MakeDevice:Modules"]);
        Assert.Equal(["http://a", "http://b"], settings.CorsOrigins);
        Assert.Equal("", settings.RoutePrefix);
        Assert.Equal(LogLevel.Warning, settings.LogLevels[""]);
        Assert.Equal(LogLevel.Debug, settings.LogLevels["MakeDevice"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void JobsHaveTheVersionOfTheCode_WhereNoFileSaysAnother()
    {
        string folder = Directory.CreateTempSubdirectory("settings-").FullName;
        Assert.Equal(JobVersion.Current, new HostSettings([folder], [], []).DefaultVersion);

        File.WriteAllText(Path.Combine(folder, "host.json"), """{ "extensions": { "durableTask": { "defaultVersion": "0.5" } } }""");
        Assert.Equal("0.5", new HostSettings([folder], [], []).DefaultVersion);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void AQueuesTimes_AreAzuresOwnSettings()
    {
        string folder = Directory.CreateTempSubdirectory("settings-").FullName;
        Assert.Equal(QueueVisibility.Default, new HostSettings([folder], [], []).HubVisibility);

        Write("""{ "controlQueueVisibilityTimeout": "00:00:10", "workItemQueueVisibilityTimeout": "00:02:00" }""");
        Assert.Equal(new QueueVisibility(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2)), new HostSettings([folder], [], []).HubVisibility);

        foreach (string wrong in new[] { "soon", "00:00:00", "8.00:00:00" })
        {
            Write($$"""{ "controlQueueVisibilityTimeout": "{{wrong}}" }""");
            Assert.StartsWith("SETTINGS_INVALID path=host.json error=controlQueueVisibilityTimeout", Assert.Throws<InvalidDataException>(() => new HostSettings([folder], [], [])).Message, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);

        void Write(string provider) =>
            File.WriteAllText(Path.Combine(folder, "host.json"), $$"""{ "extensions": { "durableTask": { "storageProvider": {{provider}} } } }""");
    }

    /// <summary>Azure's own host and this one with one account are hosts of one hub, whether this one has the file beside it or not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnAccountsHub_IsOpened_AsTheHostFileTellsAzuresOwnHost(bool hasFile)
    {
        string folder = Path.GetDirectoryName(CommandProcess.Samples)!;
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "host.json")));
        JsonElement durable = file.RootElement.GetProperty("extensions").GetProperty("durableTask");
        JsonElement provider = durable.GetProperty("storageProvider");
        HostSettings settings = new(hasFile ? [folder] : [], [], []);
        HubPlace place = ServeCommand.Account("UseDevelopmentStorage=true", settings);

        AzureStorageOrchestrationServiceSettings opened = AzureHub.Settings(place, settings.HubName, 2, NullLoggerFactory.Instance);

        Assert.Equal(durable.GetProperty("hubName").GetString(), opened.TaskHubName);
        Assert.Equal(provider.GetProperty("partitionCount").GetInt32(), opened.PartitionCount);
        Assert.Equal(provider.GetProperty("useTablePartitionManagement").GetBoolean(), opened.UseTablePartitionManagement);
        Assert.Equal(Time(provider, "maxQueuePollingInterval"), opened.MaxQueuePollingInterval);
        Assert.Equal(Time(provider, "controlQueueVisibilityTimeout"), opened.ControlQueueVisibilityTimeout);
        Assert.Equal(Time(provider, "workItemQueueVisibilityTimeout"), opened.WorkItemQueueVisibilityTimeout);

        static TimeSpan Time(JsonElement of, string name) => TimeSpan.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void WhoReadsWhichQueue_IsToldInATable_WhereNoFileSaysOtherwise()
    {
        string folder = Directory.CreateTempSubdirectory("settings-").FullName;
        Assert.True(new HostSettings([folder], [], []).HasPartitionTable);

        Write("false");
        Assert.False(new HostSettings([folder], [], []).HasPartitionTable);

        Write("\"perhaps\"");
        Assert.StartsWith("SETTINGS_INVALID path=host.json error=useTablePartitionManagement", Assert.Throws<InvalidDataException>(() => new HostSettings([folder], [], [])).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);

        void Write(string flag) =>
            File.WriteAllText(Path.Combine(folder, "host.json"), $$"""{ "extensions": { "durableTask": { "storageProvider": { "useTablePartitionManagement": {{flag}} } } } }""");
    }

    [Fact]
    public void AMalformedSettingsFile_IsNamed()
    {
        string folder = Directory.CreateTempSubdirectory("settings-").FullName;
        File.WriteAllText(Path.Combine(folder, "host.json"), "{");

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => new HostSettings([folder], [], []));

        Assert.StartsWith("SETTINGS_INVALID path=", refused.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Functions_AreFoundInPublicClasses_AndAmbiguityIsRefused()
    {
        List<HostFunction> functions = FunctionFinder.Find(typeof(HostPartsTests).Assembly, "Local.Tests.Hosting");
        FunctionCatalog catalog = new(functions, "");

        Assert.Equal(9, catalog.Routes.Count);
        Assert.NotNull(catalog.FindOrchestrator("sum"));
        Assert.NotNull(catalog.FindActivity("Twice"));
        Assert.Null(catalog.FindActivity("Double"));
        Assert.Single(catalog.Timers);
        Assert.Throws<InvalidOperationException>(() => new FunctionCatalog([.. functions, functions[0]], ""));
        Assert.Empty(FunctionFinder.Find(typeof(HostPartsTests).Assembly, "Local.Tests.Host"));
    }

    [Fact]
    public void AFullDiskUnderTheLog_LosesLinesAndNothingElse()
    {
        using FullDisk full = new();
        using ConsoleLog log = new(full);

        log.CreateLogger("any").LogError(new IOException("reason"), "a line");

        Assert.Equal(1, full.Refused);
    }

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private sealed class FullDisk : StringWriter
    {
        public int Refused { get; private set; }

        public override void WriteLine(string? value)
        {
            Refused++;
            throw new IOException("No space left on device");
        }
    }
}
