namespace TransVox.Pipeline.Processes;

/// <summary>Finds programs, so that a missing one is a clear error before anything starts.</summary>
public static class ToolLocator
{
    /// <summary>Absolute path of a program, or null. Understands names on PATH and absolute paths.</summary>
    public static string? Find(string program)
    {
        if (Path.IsPathRooted(program))
        {
            return File.Exists(program) ? program : null;
        }

        // A relative path would depend on the host's directory; only plain names are looked up.
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var path = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        var names = OperatingSystem.IsWindows() ? new[] { program, program + ".exe" } : [program];
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(_ => names, Path.Combine)
            .FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Changes when the program is upgraded: length and time of its file. Empty when it is missing. The path does not count, so
    /// that machines made from one image agree.
    /// </summary>
    public static string Stamp(string program)
    {
        var path = Find(program);
        if (path is null)
        {
            return "";
        }

        var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        return $"{Path.GetFileName(program)}:{file.Length:x}:{file.LastWriteTimeUtc.Ticks / TimeSpan.TicksPerSecond:x}";
    }
}
