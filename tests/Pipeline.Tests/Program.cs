using System.Globalization;
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
        if (args is not ["service", var pidFile])
        {
            return 64;
        }

        await using var runner = Programs.Runner();
        await runner.RunAsync(
            Programs.Fake("daemon", "3600", "hang") with
            {
                OnOutputLine = line => File.AppendAllText(pidFile, line + "\n"),
                OnStarted = pid => File.AppendAllText(pidFile, "program " + pid.ToString(CultureInfo.InvariantCulture) + "\n"),
            },
            CancellationToken.None);
        return 0;
    }
}
