namespace TransVox.Orchestration.Maintenance;

/// <summary>What one run of retention deleted.</summary>
public sealed record RetentionReport(int Blobs, int Instances);
