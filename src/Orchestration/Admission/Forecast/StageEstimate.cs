namespace TransVox.Orchestration.Admission.Forecast;

/// <summary>An expected duration in seconds: mean, variance from job to job, and how uncertain the mean itself is.</summary>
public sealed record StageEstimate(double Mean, double Variance, double StandardError)
{
    public static StageEstimate Zero { get; } = new(0, 0, 0);

    /// <summary>One after the other. Errors of the mean may have one cause, so they add up in full.</summary>
    public StageEstimate Plus(StageEstimate other) =>
        new(Mean + other.Mean, Variance + other.Variance, StandardError + other.StandardError);
}
