namespace TransVox.Orchestration.Admission;

/// <summary>Gives a lease back; <paramref name="GpuSeconds"/> of use are charged to the user.</summary>
public sealed record ReleaseSlot(string Ticket, double GpuSeconds = 0);
