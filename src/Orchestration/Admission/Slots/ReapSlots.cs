namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Returns leases and places of tickets whose orchestrations were seen ended or missing.</summary>
public sealed record ReapSlots(IReadOnlyList<string> Tickets);
