using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Orchestrators;

/// <summary>A job's side of the two semaphores.</summary>
internal sealed class JobSlots(JobExecution job) : IDisposable
{
    private enum Hold
    {
        Nothing,
        Waiting,
        Lease,
    }

    private readonly CancellationTokenSource _timeoutStop = new();
    private Hold _user;
    private Hold _gpu;
    private int _userPhase;
    private int _gpuPhase;
    // A language's job goes on with what had its first lease already.
    private bool _hadGpu = job.Request.ParentId is not null;
    private DateTimeOffset _gpuSince;
    private Task? _timeout;
    private Task<Grant>? _grant;

    public bool HoldsGpu => _gpu == Hold.Lease;

    /// <summary>Whether the job has what it waits for at first.</summary>
    public bool Started { get; private set; }

    private EntityInstanceId Gpu => SlotEntities.Gpu(job.Request.Pool, job.Request.UserId, job.Request.PoolSettings);

    public string? GpuTicket => HoldsGpu ? Ticket("gpu", _gpuPhase) : null;

    public void Dispose() => _timeoutStop.Dispose();

    /// <summary>Takes one of the user's slots; waits as long as it takes, or until the first lease is overdue.</summary>
    public async Task AcquireUserAsync()
    {
        var ticket = Ticket("user", ++_userPhase);
        job.Enter(JobState.QueuedUser, s => s with { UserTicket = ticket, UserGranted = false });
        _user = Hold.Waiting;
        var request = job.Request;
        var input = new AcquireUserSlot(ticket, request.JobId, (int)request.Priority, request.SubmittedAt, request.UserSettings, Returning: _hadGpu);
        var entity = SlotEntities.User(request.UserId);
        await AcquireAsync(entity, ticket, input);
        _user = Hold.Lease;
        job.Prepare(s => s with { UserGranted = true, Ticket = ticket });
    }

    /// <summary>Takes a GPU slot; a job that had one before goes ahead, and is never timed out.</summary>
    public async Task AcquireGpuAsync()
    {
        var ticket = Ticket("gpu", ++_gpuPhase);
        job.Enter(JobState.QueuedGpu, s => s with { GpuTicket = ticket, GpuGranted = false });
        _gpu = Hold.Waiting;
        var asked = job.Now;
        var request = job.Request;
        var input = new AcquireGpuSlot(
            ticket, request.JobId, request.UserId, (int)request.Priority, request.SubmittedAt,
            request.UserSettings.Weight, request.PoolSettings, request.Cost, _hadGpu);
        await AcquireAsync(Gpu, ticket, input);
        var logger = job.Context.CreateReplaySafeLogger(JobLog.Category);
        JobLog.Leased(logger, request.JobId, request.Pool, (job.Now - asked).TotalSeconds);
        _gpu = Hold.Lease;
        _gpuSince = job.Now;
        _hadGpu = true;
        Start(s => s with { GpuGranted = true, Ticket = ticket });
    }

    /// <summary>Goes on without a GPU slot, or with it: the queue's timeout is over.</summary>
    public void Start(Func<JobStatus, JobStatus>? change = null)
    {
        // A cancel that came with the grant: it must not be seen to have started.
        job.ThrowIfCancelled();
        Started = true;
        if (_timeout is not null)
            _timeoutStop.Cancel();
        job.Enter(JobState.Running, s => (change?.Invoke(s) ?? s) with { StartedAt = s.StartedAt ?? job.Now });
    }

    public async Task ReleaseGpuAsync()
    {
        if (_gpu != Hold.Lease)
            return;
        var seconds = Math.Max(0, (job.Now - _gpuSince).TotalSeconds);
        var ticket = Ticket("gpu", _gpuPhase);
        await CallAsync(Gpu, SlotEntities.Release, new ReleaseSlot(ticket, seconds * job.Request.Cost));
        _gpu = Hold.Nothing;
        job.Prepare(s => s with { GpuTicket = null, GpuGranted = false, GpuSeconds = s.GpuSeconds + seconds });
    }

    public async Task ReleaseUserAsync()
    {
        if (_user != Hold.Lease)
            return;
        await CallAsync(SlotEntities.User(job.Request.UserId), SlotEntities.Release, new ReleaseSlot(Ticket("user", _userPhase)));
        _user = Hold.Nothing;
        job.Prepare(s => s with { UserTicket = null, UserGranted = false });
    }

    /// <summary>Gives back and leaves whatever the job holds or waits for; the last thing on every way out.</summary>
    public async Task LeaveAllAsync()
    {
        if (_timeout is not null)
            _timeoutStop.Cancel();
        await ReleaseGpuAsync();
        if (_gpu == Hold.Waiting)
            await WithdrawAsync(Gpu, Ticket("gpu", _gpuPhase), releaseIfGranted: true);
        _gpu = Hold.Nothing;
        await ReleaseUserAsync();
        if (_user == Hold.Waiting)
            await WithdrawAsync(SlotEntities.User(job.Request.UserId), Ticket("user", _userPhase), releaseIfGranted: true);
        _user = Hold.Nothing;
        job.Prepare(s => s with { GpuTicket = null, GpuGranted = false, UserTicket = null, UserGranted = false });
    }

    private async Task AcquireAsync(EntityInstanceId entity, string ticket, object input)
    {
        var answer = await CallAsync(entity, SlotEntities.Acquire, input);
        if (answer.Outcome == SlotOutcome.Waiting)
            await WaitForGrantAsync(entity, ticket);
        else if (answer.Outcome == SlotOutcome.Gone)
            throw Lost();
    }

    private async Task WaitForGrantAsync(EntityInstanceId entity, string ticket)
    {
        var timeout = _hadGpu ? null : _timeout ??= job.Context.CreateTimer(Deadline(), _timeoutStop.Token);
        var granted = false;
        while (!granted)
        {
            // One wait, kept over all phases: Durable Task gives an event to the newest wait, and one that was given up would swallow it.
            var grant = _grant ??= job.Context.WaitForExternalEvent<Grant>(SlotEntities.GrantedEvent);
            await (timeout is null ? Task.WhenAny(grant, job.CancelAsked) : Task.WhenAny(grant, job.CancelAsked, timeout));
            if (!grant.IsCompleted)
            {
                await GiveUpAsync(entity, ticket);
                return;
            }

            _grant = null;
            // A grant of an earlier phase can be sent twice: only this ticket's counts.
            granted = (await grant).Ticket == ticket;
        }
    }

    /// <summary>Leaves the queue for a cancel or a timeout. The entity decides; it may say that the lease was granted meanwhile.</summary>
    private async Task GiveUpAsync(EntityInstanceId entity, string ticket)
    {
        var cancelled = job.CancelAsked.IsCompleted;
        var outcome = await WithdrawAsync(entity, ticket, releaseIfGranted: cancelled);
        if (outcome == SlotOutcome.Granted)
            return;
        if (entity.Name == SlotEntities.GpuSlots)
            _gpu = Hold.Nothing;
        else
            _user = Hold.Nothing;
        if (cancelled)
            throw JobExecution.Cancelled();
        throw new JobEndedException(JobState.TimedOut, new JobError(
            ErrorCodes.QueueTimeout,
            $"The job waited {job.Request.Policy.QueueTimeout:0} seconds for a free slot and was given up. Submit it again when the queue is shorter.",
            Retryable: true));
    }

    private async Task<SlotOutcome> WithdrawAsync(EntityInstanceId entity, string ticket, bool releaseIfGranted) =>
        (await CallAsync(entity, SlotEntities.Withdraw, new WithdrawSlot(ticket, releaseIfGranted))).Outcome;

    private Task<SlotAnswer> CallAsync(EntityInstanceId entity, string operation, object input) =>
        job.Context.CallSlotsAsync(entity, operation, input, job.Request.JobId);

    private DateTime Deadline() => job.Status.WaitsFrom(job.Request).AddSeconds(job.Request.Policy.QueueTimeout).UtcDateTime;

    private string Ticket(string level, int phase) => $"{job.Request.JobId}:{level}:{phase}";

    private static JobEndedException Lost() => new(JobState.Failed, new JobError(
        ErrorCodes.Terminated, "The job's place was taken back from outside. Retry the job.", Retryable: true));
}
