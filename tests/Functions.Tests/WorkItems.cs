using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TransVox.Functions.Durable;
using TransVox.Orchestration.Durable;
using P = Microsoft.DurableTask.Protobuf;

namespace TransVox.Functions.Tests;

/// <summary>
/// Runs work items as the Functions host sends them (encoded histories and entity batches) through the runners that the
/// extension's own middleware uses, with the worker options it sets.
/// </summary>
internal static class WorkItems
{
    public const string InstanceId = "job-1";

    private static readonly ServiceProvider Services = CreateServices();

    public static P.HistoryEvent EpisodeStarted() => Event(new P.HistoryEvent { OrchestratorStarted = new P.OrchestratorStartedEvent() });

    public static P.HistoryEvent Started(string? input) => Event(new P.HistoryEvent
    {
        ExecutionStarted = new P.ExecutionStartedEvent
        {
            Name = "Orchestrator",
            Input = input,
            OrchestrationInstance = new P.OrchestrationInstance { InstanceId = InstanceId, ExecutionId = "e1" },
        },
    });

    public static P.HistoryEvent Raised(string name, string? input) =>
        Event(new P.HistoryEvent { EventRaised = new P.EventRaisedEvent { Name = name, Input = input } });

    public static P.HistoryEvent Sent(P.OrchestratorAction action)
    {
        var sent = Event(new P.HistoryEvent
        {
            EventSent = new P.EventSentEvent { InstanceId = action.SendEvent.Instance.InstanceId, Name = action.SendEvent.Name, Input = action.SendEvent.Data },
        });
        sent.EventId = action.Id;
        return sent;
    }

    public static P.OrchestratorResponse Run(IOrchestrator orchestrator, params P.HistoryEvent[] events) => Run(orchestrator, [], events);

    public static P.OrchestratorResponse Run(IOrchestrator orchestrator, P.HistoryEvent[] past, P.HistoryEvent[] events)
    {
        var functions = new DurableFunctions([orchestrator], [], [], new DurableTaskClientSource(), TimeProvider.System);
        var request = new P.OrchestratorRequest { InstanceId = InstanceId, EntityParameters = new P.OrchestratorEntityParameters { EntityMessageReorderWindow = new Duration() } };
        request.PastEvents.AddRange(past);
        request.NewEvents.Add(EpisodeStarted());
        request.NewEvents.AddRange(events);
        var answer = GrpcOrchestrationRunner.LoadAndRun<object, object?>(
            Convert.ToBase64String(request.ToByteArray()),
            (context, _) => functions.OrchestrateAsync(orchestrator.Name, context),
            Services);
        return P.OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer));
    }

    public static async Task<P.EntityBatchResult> RunAsync(ITaskEntity entity, string key, string? state, params (string Operation, string? Input)[] operations)
    {
        var request = new P.EntityBatchRequest { InstanceId = new EntityId("counter", key).ToString(), EntityState = state };
        foreach (var (operation, input) in operations)
            request.Operations.Add(new P.OperationRequest { Operation = operation, Input = input, RequestId = new Guid(request.Operations.Count, 0, 0, new byte[8]).ToString() });
        var answer = await GrpcEntityRunner.LoadAndRunAsync(Convert.ToBase64String(request.ToByteArray()), entity, Services);
        return P.EntityBatchResult.Parser.ParseFrom(Convert.FromBase64String(answer));
    }

    private static P.HistoryEvent Event(P.HistoryEvent historyEvent)
    {
        historyEvent.EventId = -1;
        historyEvent.Timestamp = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return historyEvent;
    }

    private static ServiceProvider CreateServices()
    {
        var options = new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(DurableJson.Options), EnableEntitySupport = true };
        return new ServiceCollection()
            .AddSingleton(new DurableTaskShimFactory(options, NullLoggerFactory.Instance))
            .BuildServiceProvider();
    }
}
