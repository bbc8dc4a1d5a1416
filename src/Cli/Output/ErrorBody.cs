namespace TransVox.Cli.Output;

/// <summary>An error in <c>--json</c> output.</summary>
internal sealed record ErrorBody(string Code, string Message, int? Status = null, double? RetryAfterSeconds = null, string? ActiveJobId = null);
