namespace TransVox.Pipeline.Configuration;

/// <summary>The <c>engines</c> section of <c>transvox.json</c>.</summary>
public sealed class EngineOptions
{
    /// <summary>Name of a shipped profile, or absolute path of a profile file.</summary>
    public string Profile { get; set; } = "embedded";

    /// <summary>Settings of the embedded engines.</summary>
    public EmbeddedOptions Embedded { get; set; } = new();
}
