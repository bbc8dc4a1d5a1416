namespace TransVox.TestKit;

/// <summary>Waits for something that another process or thread brings about: polls, with a deadline.</summary>
public static class Eventually
{
    // Looking takes the processors of what is waited for: seldom after a while.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(100);

    /// <summary>The probe's first answer that is not null.</summary>
    /// <exception cref="TimeoutException">Names what was waited for.</exception>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> probe, TimeSpan? within = null) where T : class
    {
        var limit = within ?? TimeSpan.FromSeconds(30);
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Shortest);
        do
        {
            if (await probe() is { } found)
                return found;
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            if (elapsed > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}.");
            if (elapsed > 10 * Shortest)
                timer.Period = elapsed < 10 * Longest ? elapsed / 10 : Longest;
        }
        while (await timer.WaitForNextTickAsync());

        throw new InvalidOperationException("The timer ended.");
    }

    /// <summary>Until the condition holds.</summary>
    public static Task IsTrueAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null) =>
        GetAsync(what, async () => await condition() ? "" : null, within);

    /// <summary>Until the condition holds.</summary>
    public static Task IsTrueAsync(string what, Func<bool> condition, TimeSpan? within = null) =>
        IsTrueAsync(what, () => Task.FromResult(condition()), within);
}
