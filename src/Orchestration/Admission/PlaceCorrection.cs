namespace TransVox.Orchestration.Admission;

/// <summary>What was found out about a job with a place.</summary>
public sealed record PlaceCorrection(string JobId, PlaceStanding Standing);
