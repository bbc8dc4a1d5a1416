using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>Stages that a job runs in one go, with a GPU lease or without.</summary>
public sealed record JobPhase(bool UsesGpu, IReadOnlyList<Stage> Stages)
{
    private const string UsualCode = "CDeFgh";

    /// <summary>Recognition on the GPU, translation off it, speech on it, mixing off it.</summary>
    public static IReadOnlyList<JobPhase> Usual { get; } = Of(UsualCode);

    /// <summary>
    /// A plan as a letter per stage that runs after the wait for slots, <c>c</c> for the third and so on, in capitals under a lease; null for the
    /// usual one. Separation and recognition run under a lease whatever they use, as the orchestrator has it.
    /// </summary>
    public static string? CodeOf(IReadOnlyList<PlannedStage> plan)
    {
        var code = string.Concat(plan.Where(p => p.Stage > Stage.Extract && !p.Skip).Select(p =>
            (char)((p.UsesGpu || p.Stage is Stage.Separate or Stage.Transcribe ? 'A' : 'a') + (int)p.Stage)));
        return code == UsualCode ? null : code;
    }

    /// <summary>The phases that a code stands for; neighbours of one kind are one phase.</summary>
    public static IReadOnlyList<JobPhase> Of(string code)
    {
        var phases = new List<JobPhase>();
        foreach (var letter in code)
        {
            var (gpu, stage) = (char.IsAsciiLetterUpper(letter), (Stage)(char.ToLowerInvariant(letter) - 'a'));
            if (phases is [.., var last] && last.UsesGpu == gpu)
                phases[^1] = last with { Stages = [.. last.Stages, stage] };
            else
                phases.Add(new JobPhase(gpu, [stage]));
        }

        return phases;
    }
}
