using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>What to do after a stage failed. Pure.</summary>
internal static class StageRetryPolicy
{
    /// <param name="Retry">Whether to run again.</param>
    /// <param name="Delay">Seconds to wait first.</param>
    /// <param name="Attempts">Counted failures so far.</param>
    /// <param name="Reduced">Run with less memory.</param>
    internal readonly record struct Decision(bool Retry, double Delay, int Attempts, bool Reduced);

    /// <summary>Decides.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="attempts">Counted failures before this one.</param>
    /// <param name="reduced">Whether the failed run had reduced memory already.</param>
    /// <param name="busySeconds">How long the device has been busy.</param>
    /// <param name="policy">The job's policy.</param>
    /// <param name="jitter">0–1.</param>
    internal static Decision Decide(ActivityError error, int attempts, bool reduced, double busySeconds, JobPolicy policy, double jitter)
    {
        switch (error.Retry)
        {
            case Retryability.Busy:
                return new(busySeconds < policy.MaxBusy, Jittered(policy.BusyDelay, jitter), attempts, reduced);
            case Retryability.OutOfMemory when !reduced:
                return new(true, Jittered(policy.BusyDelay, jitter), attempts, true);
            case Retryability.OutOfMemory:
            case Retryability.Transient:
                var before = error.Progressed ? 0 : attempts;
                var failures = error.Progressed ? 0 : attempts + 1;
                var delay = Math.Min(policy.MaxDelay, policy.FirstDelay * Math.Pow(2, before));
                return new(failures < policy.MaxAttempts, Math.Max(Jittered(delay, jitter), error.RetryAfter), failures, reduced);
            default:
                return new(false, 0, attempts + 1, reduced);
        }
    }

    private static double Jittered(double seconds, double jitter) => seconds * (0.75 + (0.5 * jitter));
}
