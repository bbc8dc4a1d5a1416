using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using TransVox.Bench.Durable;

namespace TransVox.Bench.FunctionsApp;

/// <summary>What the benchmark asks over HTTP, on the loopback address alone.</summary>
public sealed class RunFunctions(CurrentRun run, TimeProvider time)
{
    [Function("Health")]
    public static IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "health/ready")] HttpRequest request) => Results.Ok();

    /// <summary>Starts the orchestrations, all at once, and answers when all are in the store.</summary>
    [Function("Begin")]
    public async Task<IResult> BeginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "runs")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var wanted = await request.ReadFromJsonAsync<RunRequest>(cancellationToken) ?? throw new BadHttpRequestException("A run is expected.");
        run.Begin(wanted.Held);
        await Task.WhenAll(Enumerable.Range(0, wanted.Count).Select(n => client.ScheduleNewOrchestrationInstanceAsync(
            wanted.Orchestrator,
            new SlotJob($"{wanted.Prefix}-user-{n % wanted.Users}", wanted.UserLimit, wanted.Slots, time.GetUtcNow(), wanted.Milliseconds, wanted.Prefix),
            new StartOrchestrationOptions($"{wanted.Prefix}-{n}"),
            cancellationToken)));
        return Results.Ok();
    }

    [Function("Open")]
    public IResult Open([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "runs/open")] HttpRequest request)
    {
        run.Open();
        return Results.Ok();
    }

    /// <summary>The work so far; with <c>?prefix=</c> the instances, too.</summary>
    [Function("State")]
    public async Task<IResult> StateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "runs")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var work = run.Work;
        var state = new RunState(work.Ends, work.MostAtOnce, work.MostOfOneUser, WorkActivity.Gaps(work.Snapshot(), int.MaxValue));
        if (request.Query["prefix"].ToString() is not { Length: > 0 } prefix)
        {
            return Results.Ok(state);
        }

        var query = new OrchestrationQuery
        {
            InstanceIdPrefix = prefix,
            Statuses = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Failed],
        };
        var left = new List<OrchestrationRuntimeStatus>();
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            left.Add(instance.RuntimeStatus);
        }

        int Count(OrchestrationRuntimeStatus status) => left.Count(other => other == status);
        return Results.Ok(state with
        {
            Pending = Count(OrchestrationRuntimeStatus.Pending),
            Running = Count(OrchestrationRuntimeStatus.Running),
            Failed = Count(OrchestrationRuntimeStatus.Failed),
        });
    }
}
