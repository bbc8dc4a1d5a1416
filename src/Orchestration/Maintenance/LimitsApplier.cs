using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Durable;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Maintenance;

/// <summary>Makes changed limits take effect on what already waits and runs. New jobs carry the new limits anyway.</summary>
public sealed class LimitsApplier(IDurableClient client, IOptions<TransVoxOptions> options, TimeProvider time)
{
    public const string IdPrefix = "limits-";

    /// <summary>Applies the limits and returns when they are in force.</summary>
    public async Task ApplyAsync(LiveLimits limits, CancellationToken cancellationToken)
    {
        var scheduling = options.Value.Scheduling;
        var pools = LimitsFromOptions.PoolsOf(limits, scheduling.DefaultPool)
            .ToDictionary(p => p, p => LimitsFromOptions.ForPool(limits, p, scheduling));
        var users = (await ActiveUsersAsync(cancellationToken)).ToDictionary(u => u, u => LimitsFromOptions.ForUser(limits, u, scheduling));
        var id = $"{IdPrefix}{limits.Version}-{Guid.CreateVersion7(time.GetUtcNow()):n}";
        await client.ScheduleNewOrchestrationInstanceAsync(
            ApplyLimitsOrchestrator.OrchestratorName, new ApplyLimitsInput(pools, users), id, cancellationToken);
        await client.WaitForInstanceCompletionAsync(id, cancellationToken);
    }

    private async Task<HashSet<string>> ActiveUsersAsync(CancellationToken cancellationToken)
    {
        var users = new HashSet<string>();
        string? token = null;
        do
        {
            var page = await client.QueryInstancesAsync(
                new InstanceQuery(
                    Statuses: [InstanceStatus.Pending, InstanceStatus.Running], FetchInputsAndOutputs: false, PageSize: 1000, ContinuationToken: token),
                cancellationToken);
            foreach (var instance in page.Instances)
            {
                if (JobIds.UserOf(instance.InstanceId) is { } user)
                    users.Add(user);
            }

            token = page.ContinuationToken;
        }
        while (token is not null);
        return users;
    }
}
