using System.Text.Json.Serialization;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>
/// Learned seconds per second of video, by pool and stage. Stages that ran from stored results are not observations. Not
/// thread-safe; serializable.
/// </summary>
public sealed class StageTimeModel
{
    // What a job of unknown length and a stage that was never seen count as: only orders of magnitude, and never shown to anybody.
    private const double UsualMediaSeconds = 300;
    private const double UsualRatio = 0.2;

    [JsonPropertyName("p")]
    [JsonInclude]
    internal Dictionary<string, Dictionary<Stage, RunningMoments>> Pools { get; private set; } = [];

    [JsonPropertyName("m")]
    [JsonInclude]
    internal RunningMoments Media { get; private set; } = RunningMoments.None;

    /// <summary>Takes in that a stage of a job took <paramref name="seconds"/>.</summary>
    public void Observe(string pool, Stage stage, double mediaSeconds, double seconds)
    {
        if (!(mediaSeconds > 0) || !(seconds >= 0) || !double.IsFinite(mediaSeconds) || !double.IsFinite(seconds))
            return;
        if (!Pools.TryGetValue(pool, out var stages))
            Pools.Add(pool, stages = []);
        stages[stage] = stages.GetValueOrDefault(stage, RunningMoments.None).Add(seconds / mediaSeconds);
    }

    /// <summary>Takes in the length of a submitted video.</summary>
    public void ObserveMedia(double mediaSeconds)
    {
        if (mediaSeconds > 0 && double.IsFinite(mediaSeconds))
            Media = Media.Add(mediaSeconds);
    }

    /// <summary>Whether any of the stages was observed in that pool.</summary>
    public bool HasLearned(string pool, IEnumerable<Stage> stages) =>
        Pools.TryGetValue(pool, out var known) && stages.Any(s => known.ContainsKey(s));

    /// <summary>Expected duration of a stage. Without a length, the usual one of this service, with its spread.</summary>
    public StageEstimate Estimate(string pool, Stage stage, double? mediaSeconds)
    {
        var ratio = Pools.TryGetValue(pool, out var stages) && stages.TryGetValue(stage, out var known) ? known : null;
        var (mean, variance) = ratio is null ? (UsualRatio, UsualRatio * UsualRatio) : (ratio.Mean, ratio.Variance);
        var (length, spread) = mediaSeconds is { } seconds ? (seconds, 0)
            : Media.Count > 0 ? (Media.Mean, Media.Variance)
            : (UsualMediaSeconds, UsualMediaSeconds * UsualMediaSeconds);
        return new StageEstimate(
            mean * length,
            (variance * length * length) + (mean * mean * spread) + (variance * spread),
            (ratio?.StandardError ?? UsualRatio) * length);
    }
}
