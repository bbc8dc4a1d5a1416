using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>A profile that a submission may name.</summary>
public sealed class NamedProfile
{
    /// <summary>What submissions call it: 1 to 32 of a-z, 0-9 and '-'.</summary>
    public string Name { get; set; } = "";

    /// <summary>What users read beside its name. Default: the description of the profile file.</summary>
    public string? Description { get; set; }

    /// <summary>Name of a shipped profile, or absolute path of a profile file.</summary>
    public string Profile { get; set; } = "embedded";

    /// <summary>Values for <c>{setting:NAME}</c>, over those of <see cref="EngineOptions.Settings"/>.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>What differs from the profile, over <see cref="EngineOptions.Stages"/>.</summary>
    public Dictionary<Stage, StageProfile> Stages { get; set; } = [];

    /// <summary>GPU pool of its jobs when they name none. Default: the default pool.</summary>
    public string? Pool { get; set; }

    /// <summary>Longest video in minutes, 1 to 1440, where that is less than the service's own limit.</summary>
    public int? MaxVideoMinutes { get; set; }
}
