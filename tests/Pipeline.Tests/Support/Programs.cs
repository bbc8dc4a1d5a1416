using Microsoft.Extensions.Logging.Abstractions;
using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Shortcuts for tests that run programs.</summary>
internal static class Programs
{
    public static ProcessRunner Runner() => new(NullLogger<ProcessRunner>.Instance, TimeProvider.System);

    public static ProcessSpec Fake(params string[] arguments) => new(FakeTool.Path, arguments) { CaptureOutput = true };

    public static Task FfmpegAsync(ProcessRunner runner, params string[] arguments) => runner.RunCheckedAsync(
        new ProcessSpec("ffmpeg", ["-nostdin", "-hide_banner", "-v", "error", "-y", .. arguments]), CancellationToken.None);

    public static bool Alive(int pid) => File.Exists($"/proc/{pid}/environ") && new FileInfo($"/proc/{pid}/exe").LinkTarget is not null;
}
