namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>What a job with a place in the ledger really does.</summary>
public enum PlaceStanding
{
    Waiting,
    Running,

    /// <summary>It ended, or its orchestration is gone.</summary>
    Ended,

    /// <summary>There is no orchestration: its video may still be uploading, or the submission died.</summary>
    Missing,
}
