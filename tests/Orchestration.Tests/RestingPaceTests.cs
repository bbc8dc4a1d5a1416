using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace TransVox.Orchestration.Tests;

public sealed class RestingPaceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0.5, 5)]
    [InlineData(2, 18)]
    [InlineData(20, 60)]
    public async Task It_rests_nine_times_as_long_as_a_run_took_within_bounds(double took, double rest)
    {
        var pace = new RestingPace(_clock, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        Assert.True(pace.IsDue);
        await pace.RunAsync(() => Take(took));
        Assert.Equal(TimeSpan.FromSeconds(rest), pace.Rest);
        _clock.Advance(TimeSpan.FromSeconds(rest) - TimeSpan.FromTicks(1));
        Assert.False(pace.IsDue);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(pace.IsDue);
    }

    [Fact]
    public async Task A_run_that_fails_is_rested_from_too()
    {
        var pace = new RestingPace(_clock, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pace.RunAsync<int>(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            throw new InvalidOperationException();
        }));
        Assert.Equal((TimeSpan.FromSeconds(9), false), (pace.Rest, pace.IsDue));
    }

    private Task<int> Take(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return Task.FromResult(0);
    }
}
