namespace TransVox.Orchestration.Configuration;

/// <summary>What becomes of a submission of a user who has as many jobs as may run at once.</summary>
public enum WhenUserBusy
{
    /// <summary>It waits.</summary>
    Queue,

    /// <summary>It is refused with 409 and the id of the active job.</summary>
    Reject,
}
