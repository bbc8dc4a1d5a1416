using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;

namespace TransVox.Orchestration.Webhooks;

/// <summary>The attempts to deliver one message, in an orchestrator.</summary>
internal static class DeliveryAttempts
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <param name="context">The orchestrator's.</param>
    /// <param name="delivery">The message.</param>
    /// <param name="made">Attempts that were made before.</param>
    /// <param name="delays">Seconds between attempts; after the last of them there is one more.</param>
    public static async Task RunAsync(TaskOrchestrationContext context, DeliveryRef delivery, int made, IReadOnlyList<double> delays)
    {
        var pause = FirstPause;
        for (var failures = 0; failures <= delays.Count;)
        {
            double? next = failures < delays.Count ? delays[failures] * Jitter(context) : null;
            var outcome = await CallAsync(context, new DeliverInput(delivery, made + failures + 1, next));
            if (outcome == DeliverOutcome.Settled)
                return;
            if (outcome == DeliverOutcome.NotTried)
            {
                await context.CreateTimer(pause * Jitter(context), CancellationToken.None);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }

            (pause, failures) = (FirstPause, failures + 1);
            if (next is { } seconds)
                await context.CreateTimer(TimeSpan.FromSeconds(seconds), CancellationToken.None);
        }
    }

    private static async Task<DeliverOutcome> CallAsync(TaskOrchestrationContext context, DeliverInput input)
    {
        try
        {
            return await context.CallActivityAsync<DeliverOutcome>(ActivityNames.Deliver, input);
        }
        catch (TaskFailedException)
        {
            // Whatever it was, it is an attempt that was not accepted.
            return DeliverOutcome.Failed;
        }
    }

    // Those who wait for one receiver that failed do not all come back at once. 0.9 to 1.1, the same on every replay.
    private static double Jitter(TaskOrchestrationContext context) =>
        0.9 + (BitConverter.ToUInt16(context.NewGuid().ToByteArray(), 0) / (double)ushort.MaxValue * 0.2);
}
