using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>The sample dub that whoever has no jobs yet is shown. Only the one-machine host makes one.</summary>
public sealed class SampleOptions
{
    /// <summary>Whether the one-machine host dubs a sample for those who have no jobs yet (<a href="adr/0151-the-sample-is-a-job-of-nobody.md">ADR 151</a>); by default where its video is there and no stage asks a server on another machine. The Functions app never does.</summary>
    [ConfigurationKeyName("enabled")]
    public bool? Enabled { get; set; }

    /// <summary>Path of its video; by default <c>samples/hello-en.mp4</c> beside the host.</summary>
    [ConfigurationKeyName("video")]
    public string? Video { get; set; }

    /// <summary>What is spoken in it.</summary>
    [ConfigurationKeyName("source_language")]
    public string SourceLanguage { get; set; } = "en";

    /// <summary>What it is dubbed into, by the default profile.</summary>
    [ConfigurationKeyName("target_language")]
    public string TargetLanguage { get; set; } = "es";
}
