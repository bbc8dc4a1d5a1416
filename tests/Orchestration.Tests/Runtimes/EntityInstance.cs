using System.Text.Json;
using Microsoft.DurableTask;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// One entity as an orchestration: takes the messages that Durable Task sends to entities, in their order, and answers them. Its
/// custom status is the entity's state.
/// </summary>
internal sealed class EntityInstance(EntityOperations operations) : TaskOrchestrator<object?, object?>
{
    public override async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        string? state = null;
        for (var number = 0; ; number++)
        {
            var request = await context.WaitForExternalEvent<JsonElement>("op");
            (state, var answer) = operations.Apply(context.InstanceId, number, request, state, context.CurrentUtcDateTime);
            context.SetCustomStatus(state is null ? null : JsonSerializer.Deserialize<JsonElement>(state));
            if (request.TryGetProperty("parent", out var caller) && !request.TryGetProperty("signal", out _))
                context.SendEvent(caller.GetString()!, request.GetProperty("id").GetString()!, answer);
        }
    }
}
