namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>Whether a submission has a place.</summary>
public enum LedgerVerdict
{
    Admitted,

    /// <summary>As many jobs wait as may.</summary>
    Full,

    /// <summary>The user has as many jobs as may run at once, and the service is set to refuse more.</summary>
    Busy,
}
