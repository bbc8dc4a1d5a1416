using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>The sample dub that whoever has no jobs yet is shown. Only the one-machine host makes one.</summary>
public sealed class SampleOptions
{
    /// <summary>Whether it is made. Null: where no stage asks a server on another machine, which may cost money.</summary>
    [ConfigurationKeyName("enabled")]
    public bool? Enabled { get; set; }

    /// <summary>Path of its video. Null: <c>samples/hello-en.mp4</c> beside the host, where that is.</summary>
    [ConfigurationKeyName("video")]
    public string? Video { get; set; }

    /// <summary>What is spoken in the video.</summary>
    [ConfigurationKeyName("source_language")]
    public string SourceLanguage { get; set; } = "en";

    /// <summary>What it is dubbed into.</summary>
    [ConfigurationKeyName("target_language")]
    public string TargetLanguage { get; set; } = "es";
}
