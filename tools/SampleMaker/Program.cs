using MakeDevice.SampleMaker;

// Writes samples/modules and samples/projects anew: dotnet run --project tools/SampleMaker -- samples
if (args.Length != 1)
{
    Console.Error.WriteLine("usage: SampleMaker FOLDER");
    return 2;
}

foreach (var file in SampleSet.Files())
{
    var path = Path.Combine(args[0], file.Path);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllBytes(path, file.Content);
}

return 0;
