namespace TransVox.Pipeline.Tests.Support;

/// <summary>Waits until something holds, looking every few milliseconds until a deadline.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, string what, double seconds = 15)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within {seconds} s: {what}");
            }
        }
    }
}
