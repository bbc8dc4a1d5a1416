using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Writes down a message for each webhook that is told of a job's new state. Idempotent.</summary>
public sealed class PlanNoticeActivity(
    WebhookStore webhooks, DeliveryStore deliveries, DeletionMarks marks, JobReader reader, IOptions<TransVoxOptions> options,
    IHostApplicationLifetime lifetime, ILogger<PlanNoticeActivity> logger) : StoppableActivity<NoticeInput, NoticePlan>(lifetime)
{
    public override async Task<NoticePlan> RunAsync(NoticeInput input, CancellationToken cancellationToken)
    {
        try
        {
            // Nobody finds a deleted job any more, so nobody is told of it.
            if (await marks.ContainsAsync(input.JobId, cancellationToken))
                return new NoticePlan([], [], Ended: true);
            var (notice, gone) = input.Notice is { } told ? (told, false) : await LookAsync(input, cancellationToken);
            return notice is null
                ? new NoticePlan([], [], gone)
                : new NoticePlan(await WriteAsync(notice, cancellationToken), options.Value.Webhooks.Delays, JobTransitions.IsTerminal(notice.State));
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            ActivityLog.StepFailed(logger, e, input.JobId, "writing down what webhooks are told");
            return new NoticePlan([], [], false, Unavailable: true);
        }
    }

    /// <summary>A job that was ended from outside tells nobody by itself.</summary>
    private async Task<(JobNotice? Notice, bool Gone)> LookAsync(NoticeInput input, CancellationToken cancellationToken)
    {
        if (await reader.TryFindAsync(new Caller(JobIds.UserOf(input.JobId) ?? ""), input.JobId, cancellationToken) is not { } job)
            return (null, true);
        return JobTransitions.IsTerminal(job.Status.State)
            ? (JobNotice.Of(job.Request, job.Status, input.Number, job.Status.EndedAt ?? job.UpdatedAt), true)
            : (null, false);
    }

    private async Task<IReadOnlyList<DeliveryRef>> WriteAsync(JobNotice notice, CancellationToken cancellationToken)
    {
        var message = notice.ToMessage();
        var body = JsonSerializer.Serialize(message, ContractJson.Options);
        var told = new List<DeliveryRef>();
        foreach (var webhook in await webhooks.ListAsync(notice.UserId, cancellationToken))
        {
            if (!webhook.Enabled || !webhook.Events.Contains(message.Type))
                continue;
            var id = Delivery.IdOf(notice.JobId, notice.Number);
            await deliveries.AddAsync(
                new Delivery(id, webhook.Id, notice.UserId, message.Type, notice.JobId, notice.At, body, DeliveryState.Pending, []), cancellationToken);
            told.Add(new DeliveryRef(notice.UserId, webhook.Id, id));
        }

        return told;
    }
}
