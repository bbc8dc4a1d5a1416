using System.Text.Json;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>Common parts of the engines that are described by configuration.</summary>
internal abstract class ProfileEngine(Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings) : IStageEngine
{
    public bool UsesGpu { get; } = profile.UsesGpu ?? EngineFactory.UsesGpuByDefault(stage);

    public bool NeedsDevice => Profile.NeedsDevice ?? UsesGpu;

    public bool FullChecks { get; } = profile.Checks != CheckLevel.Exists;

    public IReadOnlyList<string> ExtraInputs { get; } = [.. profile.Inputs ?? []];

    protected StageProfile Profile { get; } = profile;

    protected IReadOnlyDictionary<string, string> Settings { get; } = settings;

    protected ErrorRules Errors { get; } = new(profile.Errors);

    protected string Name => Profile.Version ?? $"{Profile.Engine}/{stage}";

    public string Fingerprint(DubbingOptions options)
    {
        var values = (Profile.Options ?? [.. OptionValues.Names]).Select(name => $"{name}={OptionValues.Of(name, options, reducedBatch: false)}");
        // The settings may name model and addresses: they count, except for paths, which differ between machines.
        var stable = Settings.Where(setting => !setting.Value.StartsWith('/')).OrderBy(setting => setting.Key, StringComparer.Ordinal);
        return string.Join('|', [JsonSerializer.Serialize(Profile, PipelineJson.Options), JsonSerializer.Serialize(stable), .. values]);
    }

    public void Validate(DubbingOptions options)
    {
        Check(Profile.SourceLanguages, options.SourceLanguage, ErrorCodes.UnsupportedLanguage, "the source language");
        Check(Profile.TargetLanguages, options.TargetLanguage, ErrorCodes.UnsupportedPair, "the target language");
        if (options.Voice is not { } voice || stage != Stage.Synthesize)
        {
            return;
        }

        if (Profile.Voices is { } voices ? !voices.Contains(voice) : !IsPlainName(voice))
        {
            throw new StageException(
                ErrorCodes.UnknownVoice, $"There is no such voice. Choose one of: {string.Join(", ", Profile.Voices ?? ["the engine's names"])}.");
        }
    }

    public abstract Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    private static void Check(IList<string>? known, string language, string code, string what)
    {
        if (known is not null && !known.Contains(language) && !known.Contains(Languages.Base(language)))
        {
            throw new StageException(code, $"The engine cannot do '{language}' as {what}. It can do: {string.Join(", ", known)}.");
        }
    }

    // A name that starts with a dash would be an option of the program.
    private static bool IsPlainName(string voice) =>
        voice.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(voice[0]) && voice.All(c => char.IsAsciiLetterOrDigit(c) || "._+-".Contains(c, StringComparison.Ordinal));
}
