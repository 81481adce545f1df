namespace MakeDevice.Functions.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("makedevice-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
