namespace TransVox.Contract;

/// <summary>One request to a receiver.</summary>
/// <param name="Number">From 1, over all attempts of the message.</param>
/// <param name="At">When it was sent.</param>
/// <param name="Seconds">Until it was answered or given up.</param>
/// <param name="Status">HTTP status of the answer; null when there was none.</param>
/// <param name="Error">Why it does not count as accepted.</param>
/// <param name="Answer">Start of the answer's body.</param>
public sealed record DeliveryAttempt(int Number, DateTimeOffset At, double Seconds, int? Status, string? Error = null, string? Answer = null);
