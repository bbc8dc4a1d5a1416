using System.Text.Json;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>Common parts of the engines that are described by configuration.</summary>
internal abstract class ProfileEngine(Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings) : IStageEngine
{
    public bool UsesGpu { get; } = profile.UsesGpu ?? EngineFactory.UsesGpuByDefault(stage, profile.Engine);

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

    // What a program can do, only its profile knows.
    public EngineOffer Offer => EngineOffer.Anything;

    public IEnumerable<string> Missing()
    {
        foreach (var program in Programs.Select(Known).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (ToolLocator.Find(program) is null)
            {
                yield return Path.GetFileName(program);
            }
        }

        if (Profile.WorkingDirectory is { } template && Known(template) is { } directory && !Directory.Exists(directory))
        {
            yield return "working directory";
        }
    }

    /// <summary>Programs as the profile writes them.</summary>
    protected abstract IEnumerable<string> Programs { get; }

    public abstract Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken);

    /// <summary>A template whose value does not depend on the job; null for others.</summary>
    private string? Known(string template)
    {
        try
        {
            return Template.Expand(template, (name, argument) => name is "hostdir" or "setting" ? CommandContext.Fixed(name, argument, Settings) : null);
        }
        catch (PlaceholderException)
        {
            return null;
        }
    }
}
