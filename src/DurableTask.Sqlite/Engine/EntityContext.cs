using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Engine;

/// <summary>What an operation asks the runtime for; sent when it ended well.</summary>
internal sealed class EntityContext(EntityInstanceId id, DataConverter converter) : TaskEntityContext
{
    private List<Message>? _messages;

    public override EntityInstanceId Id { get; } = id;

    public IReadOnlyList<Message> Messages => _messages ?? [];

    public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        (_messages ??= []).Add(new EntityRequest(id.Name, id.Key, operationName, converter.Serialize(input)) { Due = options?.SignalTime?.UtcTicks ?? 0 });
    }

    public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var instance = options?.InstanceId ?? InstanceIds.New();
        if (instance.StartsWith('@'))
        {
            throw new ArgumentException($"'{instance}' is the id of an entity, not of an orchestration.", nameof(options));
        }

        (_messages ??= []).Add(new StartInstance(new StartRequest(
            instance,
            name.Name,
            options?.Version?.Version is { Length: > 0 } version ? version : null,
            converter.Serialize(input),
            options?.Tags is { Count: > 0 } tags ? JsonSerializer.Serialize(tags) : null,
            StartAt: options?.StartAt?.UtcTicks ?? 0)));
        return instance;
    }
}
