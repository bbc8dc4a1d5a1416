using System.Text.Json;
using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>An entity whose operations are told by ticket, name and input; a runtime that makes entities again from their operations tells them again.</summary>
internal sealed class CountedEntity(ITaskEntity entity, Action<string> tell) : ITaskEntity
{
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        var input = operation.GetInput<JsonElement>();
        if (input.TryGetProperty("ticket", out var ticket))
            tell($"{ticket.GetString()} {operation.Name} {input.GetRawText()}");
        return entity.RunAsync(operation);
    }
}
