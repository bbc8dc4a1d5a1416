using System.Collections.Concurrent;
using DurableTask.Core.History;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using P = Microsoft.DurableTask.Protobuf;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>
/// Between worker or client and the in-process host: starts an <see cref="EntityInstance"/> at its first message, reads its state, and gives
/// clients the histories that the host keeps to itself.
/// </summary>
internal sealed class EntityGateway(GrpcChannel channel, UnthrottledService service) : Interceptor
{
    private readonly P.TaskHubSidecarService.TaskHubSidecarServiceClient _host = new(channel);
    private readonly ConcurrentDictionary<string, Lazy<Task>> _started = new();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => request switch
        {
            P.GetEntityRequest get => Answer((Task<TResponse>)(object)ReadAsync(get)),
            P.OrchestratorResponse turn => Answer(ForwardAsync(turn, () => continuation(request, context).ResponseAsync)),
            _ => continuation(request, context),
        };

    /// <summary>A worker calls entities only when its host says that there are some.</summary>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        if (request is P.StreamInstanceHistoryRequest { ForWorkItemProcessing: false } asked)
            return new((IAsyncStreamReader<TResponse>)(object)new History(() => HistoryAsync(asked.InstanceId)), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        var call = continuation(request, context);
        return new(new WorkItems<TResponse>(call.ResponseStream), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    private async Task<TResponse> ForwardAsync<TResponse>(P.OrchestratorResponse turn, Func<Task<TResponse>> forward)
    {
        foreach (var id in turn.Actions.Select(action => action.SendEvent?.Instance.InstanceId).OfType<string>().Where(id => id.StartsWith('@')))
            await _started.GetOrAdd(id, _ => new Lazy<Task>(() => StartAsync(id))).Value;
        return await forward();
    }

    private async Task StartAsync(string id) =>
        await _host.StartInstanceAsync(new P.CreateInstanceRequest { InstanceId = id, Name = nameof(EntityInstance) });

    private async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string id) =>
        (await _host.GetInstanceAsync(new P.GetInstanceRequest { InstanceId = id })).Exists ? service.HistoryOf(id) : [];

    private async Task<P.GetEntityResponse> ReadAsync(P.GetEntityRequest request)
    {
        var found = await _host.GetInstanceAsync(new P.GetInstanceRequest { InstanceId = request.InstanceId, GetInputsAndOutputs = true });
        if (!found.Exists || found.OrchestrationState.CustomStatus is not { Length: > 0 } state)
            return new P.GetEntityResponse();
        var entity = new P.EntityMetadata
        {
            InstanceId = request.InstanceId,
            LastModifiedTime = found.OrchestrationState.LastUpdatedTimestamp ?? new Timestamp(),
            SerializedState = request.IncludeState ? state : null,
        };
        return new P.GetEntityResponse { Exists = true, Entity = entity };
    }

    private static AsyncUnaryCall<TResponse> Answer<TResponse>(Task<TResponse> response) =>
        new(response, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

    /// <summary>A history in one chunk; none of an instance that is not there.</summary>
    private sealed class History(Func<Task<IReadOnlyList<HistoryEvent>>> read) : IAsyncStreamReader<P.HistoryChunk>
    {
        public P.HistoryChunk Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (Current.Events.Count > 0)
                return false;
            Current = new P.HistoryChunk { Events = { (await read()).Select(ProtobufUtils.ToHistoryEventProto) } };
            return Current.Events.Count > 0;
        }
    }

    private sealed class WorkItems<T>(IAsyncStreamReader<T> stream) : IAsyncStreamReader<T>
    {
        public T Current => stream.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await stream.MoveNext(cancellationToken))
                return false;
            if (stream.Current is P.WorkItem { OrchestratorRequest: { } turn })
                turn.EntityParameters = new P.OrchestratorEntityParameters { EntityMessageReorderWindow = new Duration() };
            return true;
        }
    }
}
