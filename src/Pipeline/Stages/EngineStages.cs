namespace TransVox.Pipeline.Stages;

/// <summary>The stages that engines do: all but <see cref="Stage.Fetch"/>.</summary>
public static class EngineStages
{
    /// <summary>In order.</summary>
    public static IReadOnlyList<Stage> All { get; } = [.. Enum.GetValues<Stage>().Where(stage => stage >= Stage.Probe)];
}
