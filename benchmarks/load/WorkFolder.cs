namespace MakeDevice.Load;

/// <summary>A folder for one host's storage and journal, deleted with its content.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("makedevice-load-");

    public string Storage => Path.Combine(folder.FullName, "storage");

    public string Hub => Path.Combine(folder.FullName, "hub");

    public void Dispose() => folder.Delete(recursive: true);
}
