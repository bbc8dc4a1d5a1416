namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>How the ledger treats its store.</summary>
public sealed record AdmissionLedgerOptions
{
    /// <summary>Least time between two prunings that are caused by a full queue.</summary>
    public TimeSpan PruneInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a place may stand without an orchestration and without being renewed.</summary>
    public TimeSpan UploadGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often an upload that goes on renews its place.</summary>
    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a store that fails is tried before the callers are told.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>First pause after a failure of the store; doubled up to one second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(25);
}
