using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Reaper;
using TransVox.Orchestration.Admission.Slots;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>
/// Everything that may happen: deliveries in any order, work that ends, the reaper, and an adversary who cancels, lets time run
/// out, kills, copies and delays. One step is one commit, so between any two of them anything else may come.
/// </summary>
public sealed class Protocol
{
    private readonly SlotSystem _system;
    private readonly Scenario _scenario;
    private readonly JobRules _rules;

    public Protocol(SlotSystem system, Scenario scenario)
    {
        (_system, _scenario, _rules) = (system, scenario, new JobRules(scenario));
    }

    public World Begin()
    {
        var world = new World
        {
            Jobs = _scenario.Jobs,
            Now = Simulated.Start.AddMinutes(1),
            HasShards = _scenario.Changes.OfType<PoolSettings>().Append(_scenario.Pool).Any(pool => pool.Shards > 1),
            Changes = _scenario.Changes,
            Cancels = _scenario.Cancels,
            Timeouts = _scenario.Timeouts,
            Terminations = _scenario.Terminations,
            Duplicates = _scenario.Duplicates,
            Crashes = _scenario.Crashes,
        };
        if (_scenario.Pool.Shards > 1)
            world = Divide(world);
        return _scenario.Jobs.Where(j => !j.IsEarly).Aggregate(world, (w, job) => _rules.Start(w, job));
    }

    /// <summary>A host tells the pool's first entity before jobs come in; what that says to others may still be under way when early jobs hold leases.</summary>
    private World Divide(World world)
    {
        world = Quiet(_scenario.Jobs.Where(j => j.IsEarly).Aggregate(world, (w, job) => _rules.Start(w, job)));
        var configure = Message.Signal.Of(JobRules.GpuEntity, SlotEntities.Configure, _scenario.Pool);
        world = Deliver(world, configure, crash: false);
        return _scenario.Jobs.Any(j => j.IsEarly) ? world : Quiet(world);
    }

    private World Quiet(World world)
    {
        while (world.Messages is [var message, ..])
            world = Deliver(world.Without(message), message, crash: false);
        return world;
    }

    public List<Step> StepsOf(World world)
    {
        var steps = new List<Step>();
        foreach (var message in world.Messages.DistinctBy(m => m.Hash))
            AddDelivery(steps, world, message);
        foreach (var job in world.Jobs)
            AddJob(steps, world, job);
        AddReaper(steps, world);
        for (var i = 0; i < world.Changes.Length; i++)
            AddChange(steps, world, i);
        foreach (var seconds in _scenario.ClockMoves)
            steps.Add(new Step(false, () => world with { Now = world.Now.AddSeconds(seconds) }));
        return steps;
    }

    private void AddDelivery(List<Step> steps, World world, Message message)
    {
        steps.Add(new Step(true, () => Deliver(world.Without(message), message, crash: false)));
        if (message is Message.Signal && world.Crashes > 0)
        {
            steps.Add(new Step(false, () => Deliver(world.Without(message) with { Crashes = world.Crashes - 1 }, message, crash: true)));
            steps.Add(new Step(false, () => world.Without(message) with { Crashes = world.Crashes - 1 }));
        }

        if (world.Duplicates <= 0)
            return;
        if (message is Message.Call { IsCopy: false } call)
            steps.Add(new Step(false, () => world.Send(new Message.Call(call.Job, call.Entity, call.Operation, call.Input, isCopy: true)) with { Duplicates = world.Duplicates - 1 }));
        else if (message is Message.Signal or Message.Tell)
            steps.Add(new Step(false, () => world.Send(message) with { Duplicates = world.Duplicates - 1 }));
    }

    private void AddJob(List<Step> steps, World world, JobModel job)
    {
        if (!job.Lives)
        {
            if (_scenario.Purges && !job.Purged && job.Terminated)
                steps.Add(new Step(false, () => world.With(job with { Purged = true })));
            return;
        }

        if (job.Step is JobStep.Working or JobStep.Between)
            steps.Add(new Step(true, () => _rules.GoOn(world, job)));
        if (world.Cancels > 0 && !job.CancelAsked)
            steps.Add(new Step(false, () => _rules.Cancel(world with { Cancels = world.Cancels - 1 }, job)));
        if (world.Timeouts > 0 && JobRules.CanTimeOut(job))
            steps.Add(new Step(false, () => _rules.Timeout(world with { Timeouts = world.Timeouts - 1 }, job)));
        if (world.Terminations > 0)
            steps.Add(new Step(false, () => world.With(job with { Terminated = true }) with { Terminations = world.Terminations - 1 }));
    }

    private void AddReaper(List<Step> steps, World world)
    {
        List<HeldTicket> held = [.. world.Entities.SelectMany(e => e.Held)];
        // No grace: in the model an instance is visible from its start, so whatever is missing is gone.
        var decision = ReaperPolicy.Decide(held, id => LivenessOf(world.Job(id)), ReaperMemory.Empty, world.Now, new ReaperTimes(TimeSpan.Zero, TimeSpan.Zero));
        AddSent([
            .. decision.Reap.GroupBy(t => t.Entity).Select(g => new Message.Signal(
                g.Key, SlotEntities.Reap, new ReapSlots([.. g.Select(t => t.Ticket)]), $"reap {g.Key} {string.Join(',', g.Select(t => t.Ticket))}")),
            .. decision.Resend.Select(g => new Message.Tell(g.JobId, g.Ticket)),
        ]);
        AddSent([.. ShareChecks.Lost(world, _scenario.Pool with { Shards = null }).Select(ask =>
            Message.Signal.Of(SlotEntities.Gpu(JobRules.Pool, ask.Shard), SlotEntities.Share, ask))]);

        void AddSent(List<Message> sent)
        {
            sent.RemoveAll(m => world.Messages.Any(known => known.Hash == m.Hash) || (m is Message.Tell t && world.Job(t.Job).Buffer.Contains(t.Ticket)));
            if (sent.Count > 0)
                steps.Add(new Step(true, () => world.Send([.. sent])));
        }
    }

    private void AddChange(List<Step> steps, World world, int index)
    {
        if (world.Changes[index] is not PoolSettings pool)
        {
            AddChange(SlotEntities.User(world.Jobs[0].User), world.Changes[index]);
            return;
        }

        // To a pool's first entity; to another shard, as a job brings it that was submitted after the change.
        AddChange(JobRules.GpuEntity, pool);
        if (pool.Shards > 1)
            AddChange(SlotEntities.Gpu(JobRules.Pool, 1), pool);

        void AddChange(EntityInstanceId entity, object settings) => steps.Add(new Step(false, () =>
            world.Send(new Message.Signal(entity, SlotEntities.Configure, settings, $"configure {entity} {settings}")) with { Changes = world.Changes.RemoveAt(index) }));
    }

    private World Deliver(World world, Message message, bool crash)
    {
        switch (message)
        {
            case Message.Reply reply:
                return _rules.Take(world, reply);
            case Message.Tell tell:
                return _rules.Take(world, tell);
            case Message.Signal signal:
                var (after, told) = Apply(world, signal.Entity, signal.Operation, signal.Input);
                return crash ? after : after.Send([.. told.Grants.Select(g => new Message.Tell(g.JobId, g.Ticket)), .. Carried(signal.Entity, told)]);
            case Message.Call call:
                var (next, answer) = Apply(world, call.Entity, call.Operation, call.Input);
                if (call.IsCopy)
                    return next;
                var job = next.Job(call.Job);
                return next.With(job with { Operations = job.Operations + 1 })
                    .Send(new Message.Reply(call.Job, answer.Outcome, string.Join(',', answer.Grants.Select(g => g.Ticket)), Addressed(call.Entity, answer)));
            default:
                throw new InvalidOperationException($"What is {message}?");
        }
    }

    /// <summary>What an answer has its caller carry between the shards of the pool.</summary>
    private static IEnumerable<Message> Carried(EntityInstanceId from, SlotAnswer answer)
    {
        if (Addressed(from, answer) is { } report)
            yield return Message.Signal.Of(SlotEntities.Shares(JobRules.Pool), SlotEntities.Report, report);
        foreach (var share in answer.Shares ?? [])
            yield return Message.Signal.Of(SlotEntities.Gpu(JobRules.Pool, share.Shard), SlotEntities.Share, share);
    }

    private static ShardReport? Addressed(EntityInstanceId from, SlotAnswer answer) =>
        answer.Report is { } report ? report with { Shard = SlotEntities.ShardOf(from).Shard } : null;

    private (World World, SlotAnswer Answer) Apply(World world, EntityInstanceId entity, string operation, object input)
    {
        var (state, answer) = _system.Apply(world.StateOf(entity) ?? _system.Create(entity), operation, input, world.Now);
        return (world.With(state), answer);
    }

    private static JobLiveness LivenessOf(JobModel job) =>
        job.Purged ? JobLiveness.Missing : job.Lives ? new JobLiveness(JobExistence.Alive, job.Seen) : JobLiveness.Ended;
}
