using DurableTask.Sqlite.Execution;
using Microsoft.DurableTask.Worker;

namespace DurableTask.Sqlite.Engine;

/// <summary>What an engine is made from.</summary>
/// <param name="Stopping">Cancelled when the host begins to stop: activities that end as cancelled then have not failed.</param>
internal sealed record EngineSetup(
    SqliteOptions Options,
    DurableTaskWorkerOptions Worker,
    IDurableTaskFactory Tasks,
    IServiceProvider Services,
    ExecutionServices Execution,
    TimeProvider Time,
    CancellationToken Stopping,
    ICrashPoints? CrashPoints = null);
