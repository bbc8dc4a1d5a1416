namespace TransVox.Functions;

/// <summary>
/// Holds a failure back for a while before it leaves the function. The blob trigger has no delay of its own: it tries again at
/// once, and five times within two seconds, so that a fault as short as that would send an upload to the poison queue.
/// </summary>
public static class RetryPause
{
    /// <summary>Five attempts then last longer than a minute.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    /// <summary>Runs an attempt; the pause ends early, with a cancellation, when the host stops.</summary>
    public static async Task<T> RunAsync<T>(Func<Task<T>> attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Length, time, cancellationToken);
            throw;
        }
    }
}
