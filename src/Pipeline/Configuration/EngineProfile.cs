using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>A profile file: how every stage is done.</summary>
public sealed class EngineProfile
{
    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>Values for <c>{setting:NAME}</c>; the configuration may override them.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>Stages that are not embedded.</summary>
    public Dictionary<Stage, StageProfile> Stages { get; set; } = [];
}
