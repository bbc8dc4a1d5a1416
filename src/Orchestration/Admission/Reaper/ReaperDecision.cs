using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>What to do after a look.</summary>
/// <param name="Reap">Tickets to return, by entity through <see cref="SlotEntities.Reap"/>.</param>
/// <param name="Resend">Grants that their jobs have not seen.</param>
/// <param name="Memory">For the next look.</param>
public sealed record ReaperDecision(IReadOnlyList<HeldTicket> Reap, IReadOnlyList<Grant> Resend, ReaperMemory Memory);
