using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>From the port's entity id to Durable Task's.</summary>
public static class EntityIdExtensions
{
    public static EntityInstanceId ToInstanceId(this EntityId id) => new(id.Name, id.Key);
}
