namespace TransVox.Contract;

/// <summary>How an entry of a timeline came to its end.</summary>
public enum TimelineOutcome
{
    Completed,

    /// <summary>The results were there already.</summary>
    Reused,

    Failed,

    /// <summary>The host went away; the stage ran again.</summary>
    Interrupted,

    Cancelled,

    TimedOut,

    /// <summary>Not acceptable.</summary>
    Rejected,

    /// <summary>The slot was granted.</summary>
    Granted,

    /// <summary>The place was taken back from outside.</summary>
    Withdrawn,

    /// <summary>The translation was approved.</summary>
    Approved,

    /// <summary>The receiver took the message.</summary>
    Delivered,
}
