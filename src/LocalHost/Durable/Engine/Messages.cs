using System.Text.Json;
using System.Text.Json.Serialization;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>
/// What instances and entities send each other. A message is received within the commit that sent it, unless that commit had
/// to be cut in the middle of a chain; then it is stored.
/// </summary>
[JsonDerivedType(typeof(EntityRequest), "entityRequest")]
[JsonDerivedType(typeof(EntityReply), "entityReply")]
[JsonDerivedType(typeof(EventMessage), "event")]
internal abstract record Message
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, DurableJson.Options);

    public static Message FromJson(byte[] json) => JsonSerializer.Deserialize<Message>(json, DurableJson.Options)!;
}

/// <summary>An operation for an entity; without a caller it is a signal.</summary>
internal sealed record EntityRequest(string Name, string Key, string Operation, string? Input, string? Caller = null, int Execution = 0, int CallId = 0)
    : Message;

/// <summary>The answer to an <see cref="EntityRequest"/>; an error message or a result.</summary>
internal sealed record EntityReply(string Instance, int Execution, int CallId, string? Result, string? Error) : Message;

/// <summary>An external event on its way to an instance.</summary>
internal sealed record EventMessage(string Instance, string Name, string? Payload) : Message;
