using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>Outcomes of scripted stages.</summary>
internal static class Scripted
{
    public static StageOutcome Succeed(StageInput input) => new(
        Artifacts: OutputsOf(input.Stage).ToDictionary(n => n, n => new ArtifactRef($"{input.UserId}/k/{n}", $"hash-{n}", 1)),
        Engine: "test 1",
        Seconds: 1,
        MediaSeconds: input.Stage == Stage.Probe ? 10 : null,
        SourceSha256: input.Stage == Stage.Probe ? "hash-source" : null);

    public static StageOutcome Fail(string code, Retryability retry) => StageOutcome.Failed(new ActivityError(code, "It failed.", retry));

    /// <summary>One that runs on until the test ends.</summary>
    public static Task<StageOutcome> Never() => new TaskCompletionSource<StageOutcome>().Task;

    private static string[] OutputsOf(Stage stage) => stage switch
    {
        Stage.Probe => [Artifacts.MediaInfo],
        Stage.Extract => [Artifacts.Audio],
        Stage.Separate => [Artifacts.Speech, Artifacts.Background],
        Stage.Transcribe => [Artifacts.Transcript],
        Stage.Translate => [Artifacts.Translation],
        Stage.Synthesize => [Artifacts.Clips, Artifacts.Voice],
        Stage.Mix => [Artifacts.Mix],
        _ => [Artifacts.Dubbed],
    };
}
