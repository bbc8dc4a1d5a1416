using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Orchestrators;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class StageRetryPolicyTests
{
    private static readonly JobPolicy Policy = new() { QueueTimeout = 60, ReviewTimeout = 60, MaxVideoBytes = 1, MaxVideoSeconds = 1, MaxAttempts = 20 };

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(10, 60)]
    public void Delays_double_up_to_the_maximum(int failures, double seconds)
    {
        Assert.Equal(seconds, Decide(Retryability.Transient, failures, 0.5).Delay, 6);
        Assert.InRange(Decide(Retryability.Transient, failures, 1).Delay, seconds * 1.24, seconds * 1.26);
        Assert.InRange(Decide(Retryability.Transient, failures, 0).Delay, seconds * 0.74, seconds * 0.76);
    }

    [Theory]
    [InlineData(1799, true)]
    [InlineData(1800, false)]
    public void A_busy_device_is_waited_for_as_long_as_the_policy_says(double busySeconds, bool retry) =>
        Assert.Equal(retry, Decide(Retryability.Busy, 0, 0.5, busySeconds).Retry);

    [Fact]
    public void A_run_that_got_further_is_no_failure_and_a_server_that_says_when_is_asked_then()
    {
        var further = StageRetryPolicy.Decide(new ActivityError("x", "", Retryability.Transient, Progressed: true), 19, false, 0, Policy, 0.5);
        Assert.Equal((true, 5, 0), (further.Retry, further.Delay, further.Attempts));
        var later = StageRetryPolicy.Decide(new ActivityError("x", "", Retryability.Transient, RetryAfter: 90), 0, false, 0, Policy, 0.5);
        Assert.Equal((true, 90, 1), (later.Retry, later.Delay, later.Attempts));
    }

    private static StageRetryPolicy.Decision Decide(Retryability retry, int failures, double jitter, double busySeconds = 0) =>
        StageRetryPolicy.Decide(new ActivityError("x", "", retry), failures, false, busySeconds, Policy, jitter);
}
