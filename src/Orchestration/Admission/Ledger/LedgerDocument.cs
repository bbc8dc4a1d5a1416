namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>A version of the stored document.</summary>
public sealed record LedgerDocument(string? Version, ReadOnlyMemory<byte>? Content);
