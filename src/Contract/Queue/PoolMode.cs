namespace TransVox.Contract;

public enum PoolMode
{
    Active,

    /// <summary>Nothing new is granted; running leases go on.</summary>
    Paused,

    /// <summary>Like paused, and meant to end empty: for maintenance.</summary>
    Draining,
}
