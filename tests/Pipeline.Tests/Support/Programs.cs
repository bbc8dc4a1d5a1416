using Microsoft.Extensions.Logging.Abstractions;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Shortcuts for tests that run programs.</summary>
internal static class Programs
{
    public static ProcessRunner Runner(SandboxMode sandbox = SandboxMode.Off)
    {
        SkipWhereForbidden(sandbox);
        return new ProcessRunner(NullLogger<ProcessRunner>.Instance, TimeProvider.System, new EngineOptions { Sandbox = sandbox });
    }

    /// <summary>Skips a test of the sandbox on a machine that has bubblewrap and forbids it namespaces. Where it is merely missing, the test fails.</summary>
    public static void SkipWhereForbidden(SandboxMode sandbox) => Skip.If(
        sandbox == SandboxMode.Required && ToolLocator.Find("bwrap") is not null && Sandbox.OnThisMachine.Sandbox is null, Sandbox.OnThisMachine.Reason);

    /// <summary>A program that makes or looks at what a test is about, and is not what it is about: outside of the sandbox.</summary>
    public static ProcessSpec Helper(string program, params IEnumerable<string> arguments) => new(program, [.. arguments]) { Access = null };

    public static ProcessSpec Fake(params string[] arguments) => new(FakeTool.Path, arguments) { CaptureOutput = true };

    public static Task FfmpegAsync(ProcessRunner runner, params string[] arguments) => runner.RunCheckedAsync(
        Helper("ffmpeg", ["-nostdin", "-hide_banner", "-v", "error", "-y", .. arguments]), CancellationToken.None);

    /// <summary>How many processes run with this command line; ids differ inside and outside of a sandbox.</summary>
    public static int Running(params string[] commandLine)
    {
        var wanted = string.Concat(commandLine.Select(argument => argument + "\0"));
        return Directory.EnumerateDirectories("/proc").Count(process => ReadProc(process + "/cmdline").EndsWith(wanted, StringComparison.Ordinal));
    }

    /// <summary>How many processes run this program under a variable.</summary>
    public static int RunningUnder(string program, string variable) => Directory.EnumerateDirectories("/proc").Count(process =>
        ReadProc(process + "/cmdline").StartsWith(program + "\0", StringComparison.Ordinal)
        && ReadProc(process + "/environ").Split('\0').Contains(variable));

    public static bool Alive(int pid) => File.Exists($"/proc/{pid}/environ") && new FileInfo($"/proc/{pid}/exe").LinkTarget is not null;

    private static string ReadProc(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No process, or one that ended meanwhile.
            return "";
        }
    }
}
