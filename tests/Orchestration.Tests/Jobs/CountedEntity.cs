using System.Text.Json;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>An entity whose operations are counted by their ticket.</summary>
internal sealed class CountedEntity(ITaskEntity entity, Action<string> count) : ITaskEntity
{
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        if (operation.GetInput<JsonElement>().TryGetProperty("ticket", out var ticket))
            count(ticket.GetString()!);
        return entity.RunAsync(operation);
    }
}
