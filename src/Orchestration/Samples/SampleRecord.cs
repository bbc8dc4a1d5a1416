namespace TransVox.Orchestration.Samples;

/// <summary>Which job is the sample.</summary>
/// <param name="Key">Of what it was made: video, options, engines.</param>
/// <param name="JobId">The job; it may be under way, have failed, or be deleted by now.</param>
public sealed record SampleRecord(string Key, string JobId);
