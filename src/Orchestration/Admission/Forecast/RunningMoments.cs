using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>
/// Mean and variance by Welford's method. The count stops to grow at <see cref="MaxCount"/>, so that old observations fade and a
/// faster GPU is learned.
/// </summary>
public sealed record RunningMoments(
    [property: JsonPropertyName("n")] long Count,
    [property: JsonPropertyName("a")] double Mean,
    [property: JsonPropertyName("v")] double Variance)
{
    public const long MaxCount = 200;

    public static RunningMoments None { get; } = new(0, 0, 0);

    /// <summary>Standard error of the mean; of one observation nothing is known but itself.</summary>
    [JsonIgnore]
    public double StandardError => Count switch
    {
        0 => 0,
        1 => Mean,
        _ => Math.Sqrt(Variance / Count),
    };

    /// <summary>With one more observation.</summary>
    public RunningMoments Add(double value)
    {
        var count = Math.Min(Count + 1, MaxCount);
        var delta = value - Mean;
        var mean = Mean + (delta / count);
        var variance = count < 2 ? 0 : ((Variance * (count - 2)) + (delta * (value - mean))) / (count - 1);
        return new RunningMoments(count, mean, Math.Max(0, variance));
    }
}
