using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>What a modelled job does with an answer, a grant, a cancel or a timeout. Each call is one commit of its orchestration.</summary>
internal sealed class JobRules(Scenario scenario)
{
    public const string Pool = "default";

    public static EntityInstanceId GpuEntity { get; } = SlotEntities.Gpu(Pool);

    public World Start(World world, JobModel job) => scenario.WithoutUsers
        ? AcquireGpu(world, job with { HasUser = true })
        : world.With(job with { Step = JobStep.AcquiringUser }).Send(new Message.Call(
            job.Id, SlotEntities.User(job.User), SlotEntities.Acquire,
            new AcquireUserSlot(job.UserTicket, job.Id, job.Priority, EnqueuedAt(job), scenario.User)));

    public World Take(World world, Message.Reply reply)
    {
        var job = world.Job(reply.Job);
        if (!job.Lives)
            return world;
        foreach (var ticket in reply.Grants.Split(',', StringSplitOptions.RemoveEmptyEntries))
            world = world.Send(new Message.Tell(Tickets.JobOf(ticket), ticket));
        // It need not wait for what it carries: more may happen in between than in production.
        if (reply.Report is { } report)
            world = world.Send(Message.Signal.Of(SlotEntities.Shares(Pool), SlotEntities.Report, report));
        if (job.Step is JobStep.WithdrawingUser or JobStep.WithdrawingGpu && reply.Outcome == SlotOutcome.Granted)
            job = job with { LateTimeouts = job.LateTimeouts + 1 };
        return (job.Step, reply.Outcome) switch
        {
            (JobStep.AcquiringUser, SlotOutcome.Waiting) => Await(world, job with { Step = JobStep.WaitingUser }, job.UserTicket),
            (JobStep.AcquiringUser, SlotOutcome.Granted) or (JobStep.WithdrawingUser, SlotOutcome.Granted) => HasUser(world, job),
            (JobStep.AcquiringUser, _) => Withdraw(world, job with { Pending = JobEnd.Lost }, true),
            (JobStep.WithdrawingUser, _) => world.With(job with { Step = JobStep.Ended, End = job.Pending }),
            (JobStep.AcquiringGpu, SlotOutcome.Waiting) => Await(world, job with { Step = JobStep.WaitingGpu }, job.GpuTicket),
            (JobStep.AcquiringGpu, SlotOutcome.Granted) or (JobStep.WithdrawingGpu, SlotOutcome.Granted) => HasGpu(world, job),
            (JobStep.AcquiringGpu, _) => Withdraw(world, job with { Pending = JobEnd.Lost }, true),
            (JobStep.WithdrawingGpu, _) => ReleaseUser(world, job),
            (JobStep.ReleasingGpu, _) when job.Pending == JobEnd.None && job.GpuPhase < job.Phases => world.With(job with { Step = JobStep.Between }),
            (JobStep.ReleasingGpu, _) => ReleaseUser(world, job with { Pending = job.Pending == JobEnd.None ? JobEnd.Completed : job.Pending }),
            (JobStep.ReleasingUser, _) => world.With(job with { Step = JobStep.Ended, End = job.Pending }),
            _ => throw new InvalidOperationException($"{job.Step} got {reply}"),
        };
    }

    public World Take(World world, Message.Tell tell)
    {
        var job = world.Job(tell.Job);
        if (!job.Lives)
            return world;
        return job switch
        {
            { Step: JobStep.WaitingUser } when tell.Ticket == job.UserTicket => HasUser(world, job),
            { Step: JobStep.WaitingGpu } when tell.Ticket == job.GpuTicket => HasGpu(world, job),
            _ when Knows(job, tell) => world,
            _ => world.With(job with { Buffer = job.Buffer.Add(tell.Ticket) }),
        };
    }

    /// <summary>Without what is under way and can make no difference any more: answers and grants of jobs that have ended, and grants that a job knows of.</summary>
    public static World WithoutIgnored(World world) => world with
    {
        Messages = world.Messages.RemoveAll(m => m switch
        {
            Message.Reply reply => !world.Job(reply.Job).Lives,
            Message.Tell tell => world.Job(tell.Job) is var job && (!job.Lives || Knows(job, tell)),
            _ => false,
        }),
    };

    // Only a grant that may still be awaited is worth keeping; others are ignored when they are read.
    private static bool Knows(JobModel job, Message.Tell tell) => job.Seen.Contains(tell.Ticket) || job.Buffer.Contains(tell.Ticket);

    public World Cancel(World world, JobModel job)
    {
        job = job with { CancelAsked = true };
        return job.Step switch
        {
            JobStep.WaitingUser or JobStep.WaitingGpu => Withdraw(world, job with { Pending = JobEnd.Cancelled }, true),
            JobStep.Working => ReleaseGpu(world, job with { Pending = JobEnd.Cancelled }),
            JobStep.Between => ReleaseUser(world, job with { Pending = JobEnd.Cancelled }),
            _ => world.With(job),
        };
    }

    public World Timeout(World world, JobModel job) => Withdraw(world, job with { Pending = JobEnd.TimedOut }, false);

    /// <summary>Whether the queue timeout still runs: it ends with the first GPU lease.</summary>
    public static bool CanTimeOut(JobModel job) => job is { Lives: true, Worked: false, GpuPhase: <= 1, Step: JobStep.WaitingUser or JobStep.WaitingGpu };

    /// <summary>The stages of a phase end, or what lies between two phases.</summary>
    public World GoOn(World world, JobModel job) => job.Step == JobStep.Working ? ReleaseGpu(world, job) : AcquireGpu(world, job);

    private World Await(World world, JobModel job, string ticket)
    {
        if (job.Buffer.Contains(ticket))
            return job.Step == JobStep.WaitingUser ? HasUser(world, job) : HasGpu(world, job);
        return job.CancelAsked ? Withdraw(world, job with { Pending = JobEnd.Cancelled }, true) : world.With(job);
    }

    private World HasUser(World world, JobModel job)
    {
        job = job with { Seen = job.Seen.Add(job.UserTicket), Buffer = job.Buffer.Remove(job.UserTicket), Pending = JobEnd.None };
        return job.CancelAsked ? ReleaseUser(world, job with { Pending = JobEnd.Cancelled }) : AcquireGpu(world, job);
    }

    private World HasGpu(World world, JobModel job)
    {
        job = job with { Step = JobStep.Working, Worked = true, Seen = job.Seen.Add(job.GpuTicket), Buffer = job.Buffer.Remove(job.GpuTicket), Pending = JobEnd.None };
        return job.CancelAsked ? ReleaseGpu(world, job with { Pending = JobEnd.Cancelled }) : world.With(job);
    }

    private World AcquireGpu(World world, JobModel job)
    {
        job = job with { Step = JobStep.AcquiringGpu, GpuPhase = job.GpuPhase + 1 };
        return world.With(job).Send(new Message.Call(
            job.Id, GpuOf(job), SlotEntities.Acquire,
            new AcquireGpuSlot(
                job.GpuTicket, job.Id, job.User, job.Priority, EnqueuedAt(job), scenario.User.Weight, PoolOf(job), job.Cost, Returning: job.GpuPhase > 1)));
    }

    private World Withdraw(World world, JobModel job, bool releaseIfGranted)
    {
        var atUser = job.Step is JobStep.WaitingUser or JobStep.AcquiringUser;
        var (step, entity, ticket) = atUser
            ? (JobStep.WithdrawingUser, SlotEntities.User(job.User), job.UserTicket)
            : (JobStep.WithdrawingGpu, GpuOf(job), job.GpuTicket);
        return world.With(job with { Step = step }).Send(
            new Message.Call(job.Id, entity, SlotEntities.Withdraw, new WithdrawSlot(ticket, releaseIfGranted)));
    }

    private World ReleaseGpu(World world, JobModel job) => world.With(job with { Step = JobStep.ReleasingGpu }).Send(
        new Message.Call(job.Id, GpuOf(job), SlotEntities.Release, new ReleaseSlot(job.GpuTicket, 60 * job.Cost)));

    private static World ReleaseUser(World world, JobModel job) => job.HasUser
        ? world.With(job with { Step = JobStep.Ended, End = job.Pending })
        : world.With(job with { Step = JobStep.ReleasingUser }).Send(
        new Message.Call(job.Id, SlotEntities.User(job.User), SlotEntities.Release, new ReleaseSlot(job.UserTicket)));

    private EntityInstanceId GpuOf(JobModel job) => SlotEntities.Gpu(Pool, job.User, PoolOf(job));

    // The pool had a slot more when it was not divided.
    private PoolSettings PoolOf(JobModel job) => job.IsEarly ? scenario.Pool with { Capacity = scenario.Pool.Capacity + 1, Version = -1, Shards = null } : scenario.Pool;

    // Jobs are told apart by their age: one second each.
    private DateTimeOffset EnqueuedAt(JobModel job) => Simulated.Start.AddSeconds(scenario.Jobs.IndexOf(scenario.Jobs.First(j => j.Id == job.Id)));
}
