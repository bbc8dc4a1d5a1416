namespace TransVox.Cli.Contract;

/// <summary>RFC 9457 problem details with the service's extensions.</summary>
internal sealed record Problem(
    string? Type = null,
    string? Title = null,
    int? Status = null,
    string? Detail = null,
    string? Code = null,
    string? ActiveJobId = null);
