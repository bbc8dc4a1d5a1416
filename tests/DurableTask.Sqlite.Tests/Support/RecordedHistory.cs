using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using DurableTask.Sqlite.Execution;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace DurableTask.Sqlite.Tests.Support;

/// <summary>
/// A history kept as a file, to be replayed by later versions of its orchestrator: whether instances that are running when a
/// host is upgraded will go on.
/// </summary>
internal sealed record RecordedHistory(string Orchestrator, string InstanceId, long Created, int Execution, string? Input, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>The history as a JSON object.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = HistoryCodec.CreateWriter(buffer);
        HistoryCodec.Write(writer, Events, payloadsAreJson: true);
        return new JsonObject
        {
            ["orchestrator"] = Orchestrator,
            ["instanceId"] = InstanceId,
            ["created"] = Created,
            ["execution"] = Execution,
            ["input"] = Input is null ? null : JsonNode.Parse(Input),
            ["events"] = JsonNode.Parse(buffer.WrittenSpan),
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    public static RecordedHistory FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var events = new List<HistoryEvent>();
        HistoryCodec.Read(System.Text.Encoding.UTF8.GetBytes(root.GetProperty("events").GetRawText()), events);
        var input = root.GetProperty("input");
        return new RecordedHistory(
            root.GetProperty("orchestrator").GetString()!,
            root.GetProperty("instanceId").GetString()!,
            root.GetProperty("created").GetInt64(),
            root.GetProperty("execution").GetInt32(),
            input.ValueKind == JsonValueKind.Null ? null : input.GetRawText(),
            events);
    }

    /// <summary>Replays the history with an orchestrator.</summary>
    /// <returns>How the code ended, or null when it waits, as the history does.</returns>
    public ExecutionOutcome? Replay(ITaskOrchestrator orchestrator)
    {
        var start = new ExecutionStart(InstanceId, Orchestrator, Created, Execution, Input);
        var services = new ExecutionServices(new JsonDataConverter(JsonSerializerOptions.Web), NullLoggerFactory.Instance, "", null);
        using var execution = new OrchestrationExecution(start, orchestrator, null, services, new NoActions());
        var inputs = Events.Where(e => !e.IsEnd).ToList();
        if (inputs.Count == Events.Count)
        {
            execution.Replay(inputs);
        }
        else
        {
            execution.ReplayToEnd(inputs);
        }

        return execution.Outcome;
    }

    // A replay asks for nothing new: what it does is compared with the history, not done.
    private sealed class NoActions : IActionSink
    {
        public void Act(HistoryEvent action, string? input, IDictionary<string, string>? tags) => throw new InvalidOperationException("A replay performed an action.");

        public void SetCustomStatus(string? status) => throw new InvalidOperationException("A replay set the custom status.");

        public void ForeignContinuation(int execution)
        {
            // The replay that follows compares with the history anyway.
        }
    }
}
