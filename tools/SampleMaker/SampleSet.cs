namespace MakeDevice.SampleMaker;

/// <summary>All of samples/: the same bytes at every call.</summary>
internal static class SampleSet
{
    public static IEnumerable<SampleFile> Files() =>
        JacdacFamily.All().Concat(I2cFamily.All())
            .SelectMany(PackageFiles.Write)
            .Select(file => file with { Path = $"modules/{file.Path}" })
            .Append(new("firmware/microbit-base.bin", JacdacFamily.BaseImage()))
            .Concat(Panels.Write())
            .Concat(Projects.Write());
}
