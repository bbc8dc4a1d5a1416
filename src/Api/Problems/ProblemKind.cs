namespace TransVox.Api.Problems;

/// <summary>One row of the table of errors: what a stable code means over HTTP.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The same text for every occurrence.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Advice);
