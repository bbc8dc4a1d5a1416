using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;

namespace TransVox.Orchestration.Webhooks;

/// <summary>
/// Tells webhooks of one job, in the order of what happened: started before the job, which sends it notices. A webhook that does not
/// accept a message gets the job's next one when that is settled; others do not wait for it.
/// </summary>
public sealed class NotifyOrchestrator : TaskOrchestrator<NotifyInput, int>
{
    public const string OrchestratorName = nameof(NotifyOrchestrator);
    public const string NoticeEvent = "Notice";

    // With a character that user ids do not have, or it would look like the job of a user.
    public const string IdPrefix = "notify:";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public static string IdOf(string jobId) => IdPrefix + jobId;

    /// <summary>Starts it for a job, if that was not done before.</summary>
    public static Task<bool> StartAsync(DurableTaskClient client, string jobId, CancellationToken cancellationToken) =>
        client.StartOnceAsync(OrchestratorName, new NotifyInput(jobId), IdOf(jobId), cancellationToken);

    public override async Task<int> RunAsync(TaskOrchestrationContext context, NotifyInput input)
    {
        var lines = new Dictionary<string, Task>(StringComparer.Ordinal);
        Task<JobNotice>? next = null;
        var (messages, told, ended) = (0, 0, false);
        while (!ended)
        {
            // One wait, kept over looks: Durable Task gives an event to the newest wait, and one that was given up would swallow it.
            next ??= context.WaitForExternalEvent<JobNotice>(NoticeEvent);
            using var stop = new CancellationTokenSource();
            var look = context.CreateTimer(TimeSpan.FromSeconds(input.LookSeconds), stop.Token);
            JobNotice? notice = null;
            if (await Task.WhenAny(next, look) == next)
            {
                stop.Cancel();
                notice = await next;
                (next, told) = (null, notice.Number);
            }

            var plan = await PlanAsync(context, new NoticeInput(input.JobId, notice?.Number ?? told + 1, notice));
            foreach (var delivery in plan.Deliveries)
                lines[delivery.WebhookId] = AfterAsync(lines.GetValueOrDefault(delivery.WebhookId), context, delivery, plan.Delays);
            messages += plan.Deliveries.Count;
            ended = plan.Ended;
        }

        await Task.WhenAll(lines.Values);
        return messages;
    }

    private static async Task AfterAsync(Task? before, TaskOrchestrationContext context, DeliveryRef delivery, IReadOnlyList<double> delays)
    {
        if (before is not null)
            await before;
        await DeliveryAttempts.RunAsync(context, delivery, 0, delays);
    }

    private static async Task<NoticePlan> PlanAsync(TaskOrchestrationContext context, NoticeInput input)
    {
        var pause = FirstPause;
        var plan = await context.CallActivityAsync<NoticePlan>(ActivityNames.PlanNotice, input);
        while (plan.Unavailable)
        {
            await context.CreateTimer(pause, CancellationToken.None);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            plan = await context.CallActivityAsync<NoticePlan>(ActivityNames.PlanNotice, input);
        }

        return plan;
    }
}
