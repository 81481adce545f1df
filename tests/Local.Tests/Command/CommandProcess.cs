using System.Diagnostics;
using MakeDevice.Tests;

namespace MakeDevice.Local.Tests.Command;

/// <summary>What a child process said.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;
}

/// <summary>Runs the command as its users do: in a process of its own, in an empty folder.</summary>
internal sealed class CommandProcess : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public CommandProcess() => Directory.CreateDirectory(Folder);

    /// <summary>The whole tool, or another of the programs that were built.</summary>
    public string Program { get; init; } = BuiltProgram.Tool;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"makedevice-test-{Guid.NewGuid():N}");

    public static string Samples { get; } = FindSamples();

    public static string SampleProject(string name) => Path.Combine(Samples, "projects", $"{name}.MakeDevice");

    public static string SampleModules => Path.Combine(Samples, "modules");

    public string PathOf(string file) => Path.Combine(Folder, file);

    public string Write(string file, string content)
    {
        File.WriteAllText(PathOf(file), content);
        return PathOf(file);
    }

    public async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    public Process Start(params string[] arguments) => Start(input: false, arguments);

    public Process Start(bool input, params string[] arguments) => Start(input, [], arguments);

    /// <param name="input">Whether the test writes to its standard input.</param>
    public Process Start(bool input, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host).StartsWith("dotnet", StringComparison.Ordinal) ? host : "dotnet")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public static async Task<ProcessResult> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            var state = ProcessState.Describe(process.Id);
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the command did not end within {Longest}\n{state}output: {await output}\nerror: {await error}");
        }

        return new(process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindSamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "samples");
            if (Directory.Exists(Path.Combine(samples, "modules")))
            {
                return samples;
            }
        }

        throw new DirectoryNotFoundException("no samples folder above the tests");
    }
}
