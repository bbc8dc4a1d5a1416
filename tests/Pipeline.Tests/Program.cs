using System.Globalization;
using Microsoft.Extensions.Options;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>
/// A small service for tests to kill: it runs programs with the process runner until it dies. Tests start this assembly itself as
/// a process.
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["options", var mode])
        {
            return ReadOptions(mode);
        }

        if (args is not ["service", var pidFile, var sandbox, var seconds])
        {
            return 64;
        }

        await using var runner = Programs.Runner(Enum.Parse<SandboxMode>(sandbox));
        await runner.RunAsync(
            Programs.Fake("daemon", seconds, "hang") with
            {
                OnOutputLine = line => File.AppendAllText(pidFile, line + "\n"),
                OnStarted = pid => File.AppendAllText(pidFile, "program " + pid.ToString(CultureInfo.InvariantCulture) + "\n"),
            },
            CancellationToken.None);
        return 0;
    }

    /// <summary>Starts no more than a host does until its options are valid.</summary>
    private static int ReadOptions(string sandbox)
    {
        using var host = new PipelineHost(("sandbox", sandbox));
        try
        {
            _ = host.Stages;
            return 0;
        }
        catch (OptionsValidationException e)
        {
            Console.WriteLine(e.Message);
            return 78;
        }
    }
}
