using Microsoft.DurableTask;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>
/// A job's side of webhooks: hands on what happens, with the same commit in which it happens, and waits for nothing. A job whose owner
/// has no webhooks does nothing at all.
/// </summary>
internal sealed class JobNotices
{
    private readonly TaskOrchestrationContext _context;
    private readonly JobRequest _request;
    private readonly Task<object?> _wanted;
    private int _told;
    private bool _ran;

    public JobNotices(TaskOrchestrationContext context, JobRequest request)
    {
        (_context, _request) = (context, request);
        _wanted = context.WaitForExternalEvent<object?>(JobEvents.Webhooks);
    }

    /// <summary>The job came into a state. Only the first start of its work is one.</summary>
    public void Tell(JobStatus status, DateTimeOffset now)
    {
        if (WebhookEvents.Of(status.State) is null || (status.State == JobState.Running && _ran))
            return;
        _ran |= status.State == JobState.Running;
        if (!_request.Webhooks && !_wanted.IsCompleted)
            return;
        // A message, no call: Durable Task ends no orchestration before all that it called has ended, and receivers may take a day.
        _context.SendEvent(NotifyOrchestrator.IdOf(_request.JobId), NotifyOrchestrator.NoticeEvent, JobNotice.Of(_request, status, ++_told, now));
    }
}
