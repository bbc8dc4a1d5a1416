using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>The plan that a job carries: which stages run, and which of them need the GPU.</summary>
public static class JobPlanner
{
    /// <summary>Plans a job: from what is asked for back to what is there.</summary>
    /// <param name="runner">Describes the configured stages.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="provided">Artifacts that come with the request.</param>
    public static IReadOnlyList<PlannedStage> Plan(IStageRunner runner, DubbingOptions options, IReadOnlyCollection<string> provided)
    {
        if (options.TargetLanguages is not null)
        {
            // What all of them need, and in the end what joins them.
            return [.. Plan(runner, options.ByLanguage()[0], provided).Select(planned =>
                IsShared(planned.Stage) ? planned : planned with { Skip = planned.Stage != Stage.Mux || !options.Combine })];
        }

        var plan = new List<PlannedStage>();
        var needed = ResultsOf(runner, options);
        needed.ExceptWith(Texts(options, provided));
        foreach (var description in EngineStages.All.Select(stage => runner.Describe(stage, options)).Reverse())
        {
            // Every video is looked at: what is no video is refused, whatever is asked for.
            var runs = description.Stage == Stage.Probe || description.Outputs.Any(needed.Contains);
            plan.Insert(0, new PlannedStage(description.Stage, description.UsesGpu, Skip: !runs));
            if (runs)
                needed.UnionWith(description.Inputs.Except(Texts(options, provided)));
        }

        return plan;
    }

    /// <summary>Plans the jobs of several languages; empty where there is one.</summary>
    /// <param name="runner">Describes the configured stages.</param>
    /// <param name="options">What the user asked for.</param>
    /// <param name="provided">Artifacts that come with the request.</param>
    /// <param name="newId">Gives a job's id.</param>
    public static IReadOnlyList<LanguageJob> PlanLanguages(
        IStageRunner runner, DubbingOptions options, IReadOnlyCollection<string> provided, Func<string> newId) => options.TargetLanguages is null
        ? []
        : [.. options.ByLanguage().Select(one => new LanguageJob(
            one.TargetLanguage, newId(), [.. Plan(runner, one, provided).Select(planned => planned with { Skip = planned.Skip || IsShared(planned.Stage) })]))];

    /// <summary>Whether a stage gives the same for every language to dub into.</summary>
    public static bool IsShared(Stage stage) => stage <= Stage.Transcribe;

    private static HashSet<string> ResultsOf(IStageRunner runner, DubbingOptions options) => options.Output switch
    {
        OutputKind.Transcript => [Artifacts.Transcript],
        OutputKind.Subtitles => [Artifacts.Translation],
        _ => [.. runner.Describe(Stage.Mux, options).Outputs],
    };

    /// <summary>Texts that need no stage. Other artifacts that come with a request only spare a stage work.</summary>
    private static IEnumerable<string> Texts(DubbingOptions options, IReadOnlyCollection<string> provided)
    {
        var brought = provided.Contains(Artifacts.Brought);
        if (provided.Contains(Artifacts.Transcript) || (brought && !options.BringsTranslation()))
            yield return Artifacts.Transcript;
        if (provided.Contains(Artifacts.Translation) || (brought && options.BringsTranslation()))
            yield return Artifacts.Translation;
    }
}
