namespace TransVox.Orchestration.Orchestrators;

/// <summary>External events of a job, beside the grant.</summary>
public static class JobEvents
{
    /// <summary>Asks for cancellation; the payload is not looked at.</summary>
    public const string Cancel = "Cancel";

    /// <summary>Ends the review; the payload is a <see cref="ReviewApproval"/>.</summary>
    public const string Approve = "Approve";
}
