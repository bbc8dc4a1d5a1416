using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>
/// A program that finds the video of a page, which the operator installs. It looks names up and follows redirects by itself: what guards the
/// service's own requests does not hold for it.
/// </summary>
public sealed class YtDlpOptions
{
    [ConfigurationKeyName("enabled")]
    public bool Enabled { get; set; }

    /// <summary>The program: a name on PATH or an absolute path.</summary>
    [ConfigurationKeyName("path")]
    public string Path { get; set; } = "yt-dlp";

    /// <summary>Hosts whose addresses go to it, of those that are allowed; written as in <see cref="SourceOptions.AllowedHosts"/>.</summary>
    [ConfigurationKeyName("hosts")]
    public IReadOnlyList<string> Hosts { get; set; } = [];
}
