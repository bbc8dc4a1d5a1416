namespace TransVox.Orchestration.Intake;

/// <summary>What became of a blob event.</summary>
public enum IntakeResult
{
    /// <summary>A job was started.</summary>
    Started,

    /// <summary>A job was started that only tells its owner why the video was not taken.</summary>
    Rejected,

    /// <summary>The job of this version of the blob exists already.</summary>
    Duplicate,

    /// <summary>Not a path that starts jobs.</summary>
    Ignored,

    /// <summary>The blob is not there any more.</summary>
    Gone,
}
