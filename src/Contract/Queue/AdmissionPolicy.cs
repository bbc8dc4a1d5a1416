namespace TransVox.Contract;

/// <summary>Whose turn it is.</summary>
public enum AdmissionPolicy
{
    /// <summary>The user with the least weighted use first.</summary>
    Fair,

    /// <summary>First come, first served.</summary>
    Fifo,

    /// <summary>Higher priority first, aging, then first come.</summary>
    Priority,
}
