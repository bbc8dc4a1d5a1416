using System.Text.Json;
using System.Text.Json.Serialization;
using DurableTask.Sqlite.Execution;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// What clients, instances and entities send each other. A message is received within the commit that sent it, unless that commit had
/// to be cut in the middle of a chain, or the receiver cannot take it yet; then it is stored.
/// </summary>
[JsonDerivedType(typeof(EntityRequest), "entityRequest")]
[JsonDerivedType(typeof(LockRequest), "lockRequest")]
[JsonDerivedType(typeof(LockRelease), "lockRelease")]
[JsonDerivedType(typeof(InstanceInput), "instanceInput")]
[JsonDerivedType(typeof(StartInstance), "startInstance")]
[JsonDerivedType(typeof(BeginInstance), "beginInstance")]
internal abstract record Message
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new HistoryEventConverter(), new JsonStringEnumConverter() },
    };

    /// <summary>UTC ticks before which it is not received; zero: at once.</summary>
    public long Due { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static Message FromJson(byte[] json) => JsonSerializer.Deserialize<Message>(json, Options)!;

    private sealed class HistoryEventConverter : JsonConverter<HistoryEvent>
    {
        public override HistoryEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return HistoryCodec.Read(document.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, HistoryEvent value, JsonSerializerOptions options) =>
            HistoryCodec.Write(writer, value, payloadIsJson: false);
    }
}

/// <summary>A message for an entity.</summary>
internal abstract record EntityMessage : Message;

/// <summary>An operation for an entity; without a caller it is a signal.</summary>
internal sealed record EntityRequest(string Name, string Key, string Operation, string? Input, string? Caller = null, int Execution = 0, int CallId = 0)
    : EntityMessage;

/// <summary>Locks the entities from <paramref name="Position"/> on, one after the other, for a critical section.</summary>
internal sealed record LockRequest(string[] Entities, int Position, LockHolder Holder) : EntityMessage;

/// <summary>Unlocks an entity if it is still locked by that section.</summary>
internal sealed record LockRelease(string Entity, LockHolder Holder) : EntityMessage;

/// <summary>A critical section: the execution that entered it, and its request.</summary>
internal sealed record LockHolder(string Instance, int Execution, int Request);

/// <summary>An input on its way to an instance.</summary>
/// <param name="Execution">The execution it is for, or -1 for whichever runs.</param>
/// <param name="Awaited">The action that it answers, or null for one that nobody asked for.</param>
internal sealed record InstanceInput(string Instance, int Execution, EventKind? Awaited, HistoryEvent Input) : Message;

/// <summary>A new instance that an orchestrator or entity asked for.</summary>
internal sealed record StartInstance(StartRequest Request) : Message;

/// <summary>The first step of an instance that was created before: it is due now, or a worker of its version is here now.</summary>
internal sealed record BeginInstance(string Instance, int Execution) : Message;

/// <summary>What an instance is started with.</summary>
/// <param name="Tags">JSON, or null.</param>
/// <param name="Parent">Who called it as a sub-orchestration, or null.</param>
/// <param name="Trace">W3C trace context of its caller, or null.</param>
/// <param name="StartAt">UTC ticks of its first step; zero: at once.</param>
internal sealed record StartRequest(
    string Id, string Name, string? Version, string? Input, string? Tags = null, ParentRef? Parent = null, string? Trace = null, long StartAt = 0);
