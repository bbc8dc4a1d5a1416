namespace TransVox.Contract;

/// <summary>How far the delivery of a message came.</summary>
public enum DeliveryState
{
    /// <summary>Not accepted yet; it is tried again.</summary>
    Pending,

    /// <summary>The receiver answered with 2xx.</summary>
    Delivered,

    /// <summary>Given up: every attempt failed, or the webhook is switched off.</summary>
    Failed,
}
