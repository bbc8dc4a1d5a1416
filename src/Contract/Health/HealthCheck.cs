namespace TransVox.Contract;

/// <summary>What one probe found.</summary>
public sealed record HealthCheck(string Name, string Status, string? Message, double Milliseconds);
