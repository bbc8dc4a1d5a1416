namespace TransVox.Pipeline.Devices;

/// <summary>A GPU of this machine as its driver reports it.</summary>
/// <param name="Id">UUID.</param>
/// <param name="Name">Model.</param>
/// <param name="Utilization">Share of the last second or so in which it computed, 0–1.</param>
/// <param name="MemoryUsed">Bytes.</param>
/// <param name="MemoryTotal">Bytes.</param>
public sealed record GpuReading(string Id, string Name, double Utilization, double MemoryUsed, double MemoryTotal);
