using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;

namespace TransVox.Orchestration.Webhooks;

/// <summary>
/// Tells webhooks of one job, in the order of what happened: the job starts it with its first notice and sends it the others. A webhook
/// that does not accept a message gets the job's next one when that is settled; others do not wait for it.
/// </summary>
public sealed class NotifyOrchestrator : TaskOrchestrator<JobNotice, int>
{
    public const string OrchestratorName = nameof(NotifyOrchestrator);
    public const string NoticeEvent = "Notice";

    // With a character that user ids do not have, or it would look like the job of a user.
    public const string IdPrefix = "notify:";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public static string IdOf(string jobId) => IdPrefix + jobId;

    public override async Task<int> RunAsync(TaskOrchestrationContext context, JobNotice input)
    {
        var lines = new Dictionary<string, Task>(StringComparer.Ordinal);
        Task<JobNotice>? next = null;
        var messages = 0;
        var ahead = new NoticeInput(input.JobId, input.Number, input);
        var ended = false;
        while (!ended)
        {
            var plan = await PlanAsync(context, ahead);
            foreach (var delivery in plan.Deliveries)
                lines[delivery.WebhookId] = AfterAsync(lines.GetValueOrDefault(delivery.WebhookId), context, delivery, plan.Delays);
            messages += plan.Deliveries.Count;
            ended = plan.Ended;
            if (ended)
                break;
            var last = ahead.Notice is null ? ahead.Number - 1 : ahead.Number;
            using var stop = new CancellationTokenSource();
            next ??= context.WaitForExternalEvent<JobNotice>(NoticeEvent);
            var look = context.CreateTimer(TimeSpan.FromSeconds(plan.LookSeconds), stop.Token);
            if (await Task.WhenAny(next, look) == look)
            {
                ahead = new NoticeInput(input.JobId, last + 1, null);
                continue;
            }

            stop.Cancel();
            var notice = await next;
            next = null;
            ahead = new NoticeInput(input.JobId, notice.Number, notice);
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
