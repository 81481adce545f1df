using MakeDevice.Functions.Storage;
using MakeDevice.Hub;
using Microsoft.Data.Sqlite;

namespace Local.Tests.Hub;

/// <summary>A folder whose hub cannot be used is refused with a code that says why; changes are whole, or none.</summary>
public sealed class HubFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hubfile-").FullName;

    private string FilePath => Path.Combine(_folder, HubFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("PRAGMA user_version = 99", "found=99 supported=1")]
    [InlineData("PRAGMA user_version = 0", "found=0 supported=1")]
    [InlineData("PRAGMA application_id = 7", "found=another program's database supported=1")]
    public void AHubOfAnotherVersion_OrOfAnotherProgram_IsRefused(string change, string told)
    {
        new HubFile(_folder).Dispose();
        Alter(change);

        StoreRefusedException refused = Assert.Throws<StoreRefusedException>(() => new HubFile(_folder));

        Assert.Equal($"HUB_VERSION_UNSUPPORTED path={FilePath} {told}", refused.Message);
    }

    [Fact]
    public void AnotherProgramsDatabase_IsRefused_AndNotWritten()
    {
        Alter("CREATE TABLE theirs(a)");

        Assert.Equal("HUB_VERSION_UNSUPPORTED", Assert.Throws<StoreRefusedException>(() => new HubFile(_folder)).Code);
        using HubConnection theirs = new(FilePath);
        Assert.Equal(1, theirs.Number("SELECT count(*) FROM sqlite_schema"));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("done/ab")]
    public void JournalsOfTheFormerEngine_AreRefused(string folder)
    {
        string journals = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
        File.WriteAllText(Path.Combine(journals, "0123.journal"), "a job");

        StoreRefusedException refused = Assert.Throws<StoreRefusedException>(() => new HubFile(_folder));

        Assert.StartsWith("HUB_VERSION_UNSUPPORTED path=", refused.Message, StringComparison.Ordinal);
        Assert.Contains("found=journals", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void AFileThatIsNoDatabase_IsRefused()
    {
        File.WriteAllText(FilePath, new string('x', 8192));

        Assert.Equal("HUB_DAMAGED", Assert.Throws<StoreRefusedException>(() => new HubFile(_folder)).Code);
    }

    [Theory]
    [InlineData("INSERT INTO messages(number, instance, due, type, event) VALUES(1, 'a', 0, 0, '{')")]
    [InlineData("INSERT INTO messages(number, instance, due, type, event) VALUES(1, 'a', 0, 77, '{}')")]
    public async Task ARecordThatCannotBeRead_IsSetAsideAndTold_NotSkipped(string planted)
    {
        new HubFile(_folder).Dispose();
        Alter(planted);

        using SqliteHub hub = new(_folder, 1);

        Assert.Equal("JOB_RECORD_DAMAGED", Assert.Single(await hub.Client.GetOrchestrationStateAsync("a", false)).FailureDetails!.ErrorType);
        using HubConnection file = new(FilePath);
        Assert.Equal(1, file.Number("SELECT count(*) FROM set_aside WHERE instance = 'a' AND record LIKE 'messages 1,%'"));
    }

    [Fact]
    public void AFileThatWasEmptied_IsRefused_AndOneThatWasMovedAwayIsMadeAnew()
    {
        new HubFile(_folder).Dispose();
        File.WriteAllBytes(FilePath, []);
        Assert.Equal("HUB_DAMAGED", Assert.Throws<StoreRefusedException>(() => new HubFile(_folder)).Code);

        File.Delete(FilePath);
        new HubFile(_folder).Dispose();

        File.Delete(FilePath);
        File.WriteAllText($"{FilePath}-wal", "what was written last");
        Assert.Equal("HUB_DAMAGED", Assert.Throws<StoreRefusedException>(() => new HubFile(_folder)).Code);
    }

    [Fact]
    public void AnotherTable_IsRefused()
    {
        new HubFile(_folder).Dispose();
        Alter("ALTER TABLE history RENAME COLUMN event TO events");

        Assert.Equal("HUB_DAMAGED", Assert.Throws<StoreRefusedException>(() => new HubFile(_folder)).Code);
    }

    [Fact]
    public void AFolderThatCannotBeWritten_IsRefusedAtTheStart_UnderItsOwnCode()
    {
        string file = Path.Combine(_folder, "a file");
        File.WriteAllText(file, "");

        Assert.Equal("STORAGE_UNWRITABLE", Assert.Throws<StoreRefusedException>(() => new HubFile(Path.Combine(file, "hub"))).Code);
        Assert.Equal("STORAGE_UNWRITABLE", Assert.Throws<StoreRefusedException>(() => new HubFile(file)).Code);
    }

    [Fact]
    public void AFolderHasOneHost()
    {
        using HubFile first = new(_folder);

        Assert.Equal("HUB_IN_USE", Assert.Throws<StoreRefusedException>(() => new HubFile(_folder)).Code);
    }

    [Fact]
    public async Task ChangesTogether_AreEachWholeOrNotAtAll()
    {
        using HubFile file = new(_folder);
        Task[] changes =
        [
            .. Enumerable.Range(0, 200).Select(n => file.ChangeAsync(write =>
            {
                if (n % 3 == 0)
                {
                    throw new ArgumentException("refused");
                }

                Insert(write, n, 0);
                Insert(write, n, n % 3 == 1 ? 1 : 0); // the same number again breaks the second third
            })),
        ];
        await Task.WhenAll(changes).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.All(changes.Where((_, n) => n % 3 == 0), change => Assert.IsType<ArgumentException>(change.Exception!.InnerException));
        Assert.All(changes.Where((_, n) => n % 3 == 1), change => Assert.True(change.IsCompletedSuccessfully));
        Assert.All(changes.Where((_, n) => n % 3 == 2), change => Assert.IsType<IOException>(change.Exception!.InnerException));
        Assert.Equal(
            Enumerable.Range(0, 200).Where(n => n % 3 == 1).SelectMany(n => new[] { (n, 0L), (n, 1L) }),
            file.Read(read => read.Query("SELECT CAST(instance AS INTEGER), number FROM history ORDER BY 1, 2", row => (row.GetInt32(0), row.GetInt64(1)))));
    }

    [Fact]
    public async Task AClosedFile_RefusesChanges()
    {
        HubFile file = new(_folder);
        file.Dispose();

        await Assert.ThrowsAsync<IOException>(() => file.ChangeAsync(_ => { }));
    }

    private static void Insert(HubConnection write, int instance, int number) =>
        write.Execute("INSERT INTO history(instance, number, type, event) VALUES($0, $1, 0, '{}')", $"{instance}", number);

    private void Alter(string sql)
    {
        using HubConnection connection = new(FilePath);
        connection.Execute(sql);
    }
}
