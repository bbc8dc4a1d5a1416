using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Makes changed limits take effect on what already waits and runs. New jobs carry the new limits anyway.</summary>
public sealed class LimitsApplier(
    IDurableTaskClientProvider clients, IOptions<TransVoxOptions> options, TimeProvider time, ILogger<LimitsApplier> logger)
{
    public const string IdPrefix = "limits-";

    /// <summary>
    /// The longest that anybody waits for them to be in force. An instance that dies takes messages for semaphores with it for minutes, and
    /// a caller that gave up before would not know that its change was taken.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Applies the limits and returns when they are in force, or after <see cref="LongestWait"/>: then they soon will be.</summary>
    public async Task ApplyAsync(LiveLimits limits, CancellationToken cancellationToken)
    {
        var scheduling = options.Value.Scheduling;
        var pools = LimitsFromOptions.PoolsOf(limits, scheduling.DefaultPool)
            .ToDictionary(p => p, p => LimitsFromOptions.ForPool(limits, p, scheduling));
        var users = (await ActiveUsersAsync(cancellationToken)).ToDictionary(u => u, u => LimitsFromOptions.ForUser(limits, u, scheduling));
        var id = $"{IdPrefix}{limits.Version}-{Guid.CreateVersion7(time.GetUtcNow()):n}";
        using var limit = new CancellationTokenSource(LongestWait, time);
        await clients.GetClient().StartOnceAsync(
            ApplyLimitsOrchestrator.OrchestratorName, new ApplyLimitsInput(pools, users), id, cancellationToken);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await clients.GetClient().WaitForInstanceCompletionAsync(id, wait.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            MaintenanceLog.LimitsLate(logger, limits.Version, LongestWait.TotalSeconds);
        }
    }

    private async Task<HashSet<string>> ActiveUsersAsync(CancellationToken cancellationToken)
    {
        var users = new HashSet<string>();
        var running = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running], PageSize: 1000);
        await foreach (var instance in clients.GetClient().ReadAllAsync(running, cancellationToken))
        {
            if (JobIds.UserOf(instance.InstanceId) is { } user)
                users.Add(user);
        }

        return users;
    }
}
