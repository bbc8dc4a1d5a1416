using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>
/// A program that finds the video of a page, which the operator installs. It looks names up and follows redirects by itself: what guards the
/// service's own requests does not hold for it.
/// </summary>
public sealed class YtDlpOptions
{
    /// <summary>Whether a program of the operator finds videos of pages. <b>It looks names up and follows redirects by itself, so that what keeps the service from inner addresses does not hold for it</b>: only where it cannot reach any.</summary>
    [ConfigurationKeyName("enabled")]
    public bool Enabled { get; set; }

    /// <summary>The program: a name on <c>PATH</c>, or absolute.</summary>
    [ConfigurationKeyName("path")]
    public string Path { get; set; } = "yt-dlp";

    /// <summary>Hosts whose addresses go to it, of those in <c>allowed_hosts</c> and written as there.</summary>
    [ConfigurationKeyName("hosts")]
    public IReadOnlyList<string> Hosts { get; set; } = [];
}
