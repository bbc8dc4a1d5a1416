using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>Stages that a job runs in one go, with a GPU lease or without.</summary>
public sealed record JobPhase(bool UsesGpu, IReadOnlyList<Stage> Stages)
{
    /// <summary>Recognition on the GPU, translation off it, speech on it, mixing off it.</summary>
    public static IReadOnlyList<JobPhase> Usual { get; } =
    [
        new(true, [Stage.Separate, Stage.Transcribe]),
        new(false, [Stage.Translate]),
        new(true, [Stage.Synthesize]),
        new(false, [Stage.Mix, Stage.Mux]),
    ];

    /// <summary>The phases of jobs whose GPU stages are these; neighbours of one kind are one phase.</summary>
    public static IReadOnlyList<JobPhase> For(IReadOnlySet<Stage> gpuStages)
    {
        var phases = new List<JobPhase>();
        foreach (var stage in Enum.GetValues<Stage>().Where(s => s > Stage.Extract))
        {
            var gpu = gpuStages.Contains(stage);
            if (phases is [.., var last] && last.UsesGpu == gpu)
                phases[^1] = last with { Stages = [.. last.Stages, stage] };
            else
                phases.Add(new JobPhase(gpu, [stage]));
        }

        return phases;
    }
}
