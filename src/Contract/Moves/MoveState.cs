namespace TransVox.Contract;

/// <summary>Where a job stands that is moved.</summary>
public enum MoveState
{
    /// <summary>It is there, with its results, or runs here already.</summary>
    Present,

    /// <summary>It is kept here and does not run; the other service still has it.</summary>
    Held,

    /// <summary>It has ended here without having run, and is the other service's.</summary>
    Withdrawn,

    /// <summary>It stays here: it has started, or ended otherwise.</summary>
    Kept,
}
