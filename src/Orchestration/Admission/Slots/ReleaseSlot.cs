namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Gives a lease back; <paramref name="GpuSeconds"/> of use are charged to the user.</summary>
public sealed record ReleaseSlot(string Ticket, double GpuSeconds = 0);
