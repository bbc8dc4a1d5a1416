namespace TransVox.Orchestration.Durable;

/// <summary>An activity threw. Expected failures are results, not exceptions; this is a crash, a bug or the platform.</summary>
public sealed class ActivityFailedException(string activityName, string errorType, string message)
    : Exception($"Activity '{activityName}' failed: {errorType}: {message}")
{
    /// <summary>Name of the activity.</summary>
    public string ActivityName { get; } = activityName;

    /// <summary>Full name of the exception's type.</summary>
    public string ErrorType { get; } = errorType;

    /// <summary>Message of the original exception.</summary>
    public string ErrorMessage { get; } = message;
}
