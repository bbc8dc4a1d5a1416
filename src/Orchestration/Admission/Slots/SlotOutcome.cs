namespace TransVox.Orchestration.Admission.Slots;

/// <summary>What became of the ticket that an operation named.</summary>
public enum SlotOutcome
{
    /// <summary>It holds a lease.</summary>
    Granted,

    /// <summary>It waits; a <see cref="SlotEntities.GrantedEvent"/> will come.</summary>
    Waiting,

    /// <summary>It holds nothing now.</summary>
    Gone,
}
