namespace TransVox.Browser.Support;

/// <summary>The system's Chromium; nothing is downloaded.</summary>
internal static class ChromiumPath
{
    // The first has no window: it takes less than half of the processor time.
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    /// <summary>From <c>TRANSVOX_CHROMIUM</c>, else the first on the path; null when there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRANSVOX_CHROMIUM") is { Length: > 0 } given)
            return given;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
