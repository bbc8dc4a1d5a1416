using System.ComponentModel;

namespace TransVox.Contract;

/// <summary>RFC 9457 problem details, with this service's members.</summary>
public sealed record ApiProblem
{
    [Description("Where this kind of error is explained.")]
    public required string Type { get; init; }

    [Description("The kind of error in words.")]
    public required string Title { get; init; }

    [Description("The HTTP status.")]
    public required int Status { get; init; }

    [Description("Stable code of the kind of error; made for programs.")]
    public required string Code { get; init; }

    [Description("What happened this time and what to do.")]
    public required string Detail { get; init; }

    [Description("Finds the request in the service's log.")]
    public required string TraceId { get; init; }

    [Description("The job that keeps the user busy; only with user_busy.")]
    public string? ActiveJobId { get; init; }
}
