namespace DurableTask.Sqlite.Tests.Support;

#pragma warning disable CS0618 // Experimental in Durable Task, and part of its surface.
/// <summary>Refuses the orchestrations of one team, by their tag.</summary>
internal sealed class TeamFilter(string refused) : IOrchestrationFilter
{
    public ValueTask<bool> IsOrchestrationValidAsync(OrchestrationFilterParameters info, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(info.Tags?.GetValueOrDefault("team") != refused);
}
#pragma warning restore CS0618
