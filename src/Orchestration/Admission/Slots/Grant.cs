namespace TransVox.Orchestration.Admission.Slots;

/// <summary>A lease that an operation granted to a waiting job: whoever called the operation tells that job.</summary>
public sealed record Grant(string Ticket, string JobId, DateTimeOffset GrantedAt);
