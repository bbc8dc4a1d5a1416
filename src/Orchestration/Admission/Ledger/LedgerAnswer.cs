namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>What became of an operation on the ledger.</summary>
/// <param name="Verdict">Whether the job has its place.</param>
/// <param name="ActiveJobId">With <see cref="LedgerVerdict.Busy"/>, the longest-standing job of the user.</param>
/// <param name="Changed">Whether this operation changed the ledger; false when it only found what an earlier one had done.</param>
public sealed record LedgerAnswer(LedgerVerdict Verdict, string? ActiveJobId = null, bool Changed = false);
