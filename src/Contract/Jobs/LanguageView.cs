namespace TransVox.Contract;

/// <summary>One of the languages of a job, which has a job of its own.</summary>
/// <param name="Language">Language of the dub.</param>
/// <param name="JobId">Id of its job, which is there from when the languages start.</param>
/// <param name="State">State of its job; <c>Received</c> until it is there.</param>
/// <param name="Progress">Of its job, 0–1.</param>
public sealed record LanguageView(string Language, string JobId, JobState State, double Progress);
