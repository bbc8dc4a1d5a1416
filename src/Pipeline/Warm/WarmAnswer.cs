namespace TransVox.Pipeline.Warm;

/// <summary>One line from a warm program.</summary>
/// <param name="Ready">The model is loaded; sent once, first.</param>
/// <param name="Engine">Name and version, with <paramref name="Ready"/>.</param>
/// <param name="Id">Which job.</param>
/// <param name="Progress">Fraction 0–1 of the job.</param>
/// <param name="Ok">Set in the last line about a job.</param>
/// <param name="Code">Error code of this service, if the program knows it.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Warnings">Shown to the user.</param>
internal sealed record WarmAnswer(
    bool? Ready = null,
    string? Engine = null,
    string? Id = null,
    double? Progress = null,
    bool? Ok = null,
    string? Code = null,
    string? Error = null,
    IReadOnlyList<string>? Warnings = null);
