using TransVox.Pipeline.Speakers;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Engines;

/// <summary>Which artifacts a stage reads and writes, whatever engine does it.</summary>
internal static class StageArtifacts
{
    private static readonly string[] None = [];

    public static IReadOnlyList<string> Inputs(Stage stage, DubbingOptions options) => stage switch
    {
        Stage.Probe => [Artifacts.Source],
        Stage.Extract => [Artifacts.Source, Artifacts.MediaInfo],
        Stage.Separate => [Artifacts.Audio],
        Stage.Transcribe => [Artifacts.Speech],
        Stage.Translate => [Artifacts.Transcript],
        Stage.Synthesize => [Artifacts.Translation],
        Stage.Mix => [Artifacts.MediaInfo, Artifacts.Background, Artifacts.Translation, Artifacts.Clips, Artifacts.ClipIndex],
        Stage.Mux when options.TargetLanguages is { } languages =>
            [Artifacts.Source, Artifacts.MediaInfo, .. languages.Select(Artifacts.MixOf), .. languages.Select(Artifacts.TranslationOf)],
        Stage.Mux => [Artifacts.Source, Artifacts.MediaInfo, Artifacts.Mix, Artifacts.Translation],
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
    };

    public static IReadOnlyList<string> OptionalInputs(Stage stage) => stage switch
    {
        // Brought cues are fitted to the video as soon as its length is known.
        Stage.Probe => [Artifacts.Brought],
        Stage.Synthesize => [Artifacts.Speech, Artifacts.Clips, Artifacts.ClipIndex, Artifacts.Speakers, Artifacts.References],
        _ => None,
    };

    /// <summary>Inputs that are made for a stage right before it runs.</summary>
    public static IReadOnlyList<string> PreparedInputs(Stage stage) => stage == Stage.Synthesize ? [SpeakerPreparation.Folder] : None;

    /// <summary>What a stage may leave beside its outputs.</summary>
    public static IReadOnlyList<string> OptionalOutputs(Stage stage) => stage switch
    {
        Stage.Synthesize => [Artifacts.Translation, Artifacts.Speakers, Artifacts.References],
        Stage.Mix => [Artifacts.Quality],
        _ => None,
    };

    public static IReadOnlyList<string> Outputs(Stage stage, DubbingOptions options) => stage switch
    {
        Stage.Probe => [Artifacts.MediaInfo],
        Stage.Extract => [Artifacts.Audio],
        Stage.Separate => [Artifacts.Speech, Artifacts.Background],
        Stage.Transcribe => [Artifacts.Transcript],
        Stage.Translate => [Artifacts.Translation],
        Stage.Synthesize => [Artifacts.Clips, Artifacts.ClipIndex],
        Stage.Mix => [Artifacts.Voice, Artifacts.Mix],
        Stage.Mux => MuxOutputs(options),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No such stage."),
    };

    private static List<string> MuxOutputs(DubbingOptions options) =>
        [options.Output == OutputKind.Audio ? Artifacts.DubbedAudio : Artifacts.Dubbed, .. options.ByLanguage().SelectMany(SubtitleFiles.Names).Distinct()];
}
