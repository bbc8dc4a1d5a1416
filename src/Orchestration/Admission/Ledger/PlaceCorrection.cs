namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>What was found out about a job with a place.</summary>
public sealed record PlaceCorrection(string JobId, PlaceStanding Standing);
