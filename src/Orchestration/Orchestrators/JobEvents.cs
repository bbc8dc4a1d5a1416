namespace TransVox.Orchestration.Orchestrators;

/// <summary>External events of a job, beside the grant.</summary>
public static class JobEvents
{
    /// <summary>Asks for cancellation; the payload is the <see cref="Jobs.Actor"/>, which the job hands on to its languages and only the history tells.</summary>
    public const string Cancel = "Cancel";

    /// <summary>The job's owner has webhooks now; there is no payload.</summary>
    public const string Webhooks = "Webhooks";

    /// <summary>Ends the review; the payload is a <see cref="ReviewApproval"/>.</summary>
    public const string Approve = "Approve";
}
