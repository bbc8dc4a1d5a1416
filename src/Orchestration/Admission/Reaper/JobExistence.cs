namespace TransVox.Orchestration.Admission.Reaper;

/// <summary>What a look-up of a job's orchestration said.</summary>
public enum JobExistence
{
    /// <summary>No such instance: purged, or so new that it is not visible yet.</summary>
    Missing,

    /// <summary>Completed, failed or terminated; it never comes back, since ids are not reused.</summary>
    Ended,

    /// <summary>Pending, running or suspended.</summary>
    Alive,
}
