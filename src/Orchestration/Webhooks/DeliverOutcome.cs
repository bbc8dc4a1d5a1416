namespace TransVox.Orchestration.Webhooks;

/// <summary>What came of one attempt.</summary>
public enum DeliverOutcome
{
    /// <summary>Accepted, given up, or gone: nothing more is to be done.</summary>
    Settled,

    /// <summary>Not accepted; another attempt follows.</summary>
    Failed,

    /// <summary>Not tried: too many are on their way, or the storage account does not answer.</summary>
    NotTried,
}
