using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace TransVox.Functions.Tests;

public sealed class RetryPauseTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_failure_leaves_after_the_pause()
    {
        var run = RetryPause.RunAsync<int>(() => throw new InvalidDataException("broken"), _time, CancellationToken.None);

        _time.Advance(RetryPause.Length - TimeSpan.FromSeconds(1));
        Assert.False(run.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<InvalidDataException>(() => run);
    }

    [Fact]
    public async Task A_host_that_stops_does_not_wait()
    {
        using var stop = new CancellationTokenSource();
        var run = RetryPause.RunAsync<int>(() => throw new InvalidDataException("broken"), _time, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Success_is_told_at_once() => Assert.Equal(7, await RetryPause.RunAsync(() => Task.FromResult(7), _time, CancellationToken.None));
}
