namespace TransVox.ModelServer.Faults;

/// <summary>A way to misbehave.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Path">End of the address that it concerns, such as <c>speech</c>; null concerns all.</param>
/// <param name="Times">How many requests get it.</param>
/// <param name="Skip">Requests that are answered well before.</param>
/// <param name="Status">Of <see cref="FaultKind.Status"/>.</param>
/// <param name="RetryAfter">Seconds, of <see cref="FaultKind.Status"/>.</param>
/// <param name="Body">Of <see cref="FaultKind.Status"/>.</param>
public sealed record Fault(
    FaultKind Kind, string? Path = null, int Times = int.MaxValue, int Skip = 0, int Status = 500, int? RetryAfter = null, string? Body = null);
