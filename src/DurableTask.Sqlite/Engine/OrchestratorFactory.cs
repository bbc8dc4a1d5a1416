using System.Text.Json;
using DurableTask.Sqlite.Execution;
using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Engine;

/// <summary>Makes executions, or says why this worker cannot.</summary>
internal sealed class OrchestratorFactory(
    RegisteredTasks tasks, IServiceProvider services, DurableTaskWorkerOptions options, ExecutionServices executionServices)
{
    /// <summary>What became of an attempt to make an execution: one of its members.</summary>
    internal readonly record struct Made(OrchestrationExecution? Execution, ExecutionOutcome? Failure = null, string? NotForThisWorker = null);

    public Made Create(ExecutionStart start, string? tags, IActionSink sink)
    {
        if (VersionMismatch(start.Version) is { } mismatch)
        {
            return options.Versioning!.FailureStrategy == DurableTaskWorkerOptions.VersionFailureStrategy.Fail
                ? new Made(null, ExecutionOutcome.Failed("VersionMismatch", mismatch))
                : new Made(null, NotForThisWorker: mismatch);
        }

        if (!PassesFilter(start.Name, tags))
        {
            return new Made(null, NotForThisWorker: "the worker's orchestration filter refuses it.");
        }

        var scope = new TaskScope(services);
        try
        {
            if (tasks.CreateOrchestrator(start.Name, start.Version, scope) is { } orchestrator)
            {
                var execution = new OrchestrationExecution(start, orchestrator, scope, executionServices, sink);
                scope = null;
                return new Made(execution);
            }

            var versioned = start.Version is null ? "" : $" with version '{start.Version}'";
            return new Made(null, ExecutionOutcome.Failed(
                TaskRetries.OrchestratorNotFound, $"No orchestrator task named '{start.Name}'{versioned} was found."));
        }
        catch (Exception e)
        {
            // Constructors of orchestrators are the user's.
            return new Made(null, new ExecutionOutcome(EventKind.ExecutionFailed, Failure: executionServices.FailureOf(e)));
        }
        finally
        {
            scope?.Dispose();
        }
    }

    private string? VersionMismatch(string? version)
    {
        if (options.Versioning is not { MatchStrategy: not DurableTaskWorkerOptions.VersionMatchStrategy.None } versioning)
        {
            return null;
        }

        var comparison = TaskOrchestrationVersioningUtils.CompareVersions(version ?? "", versioning.Version);
        return versioning.MatchStrategy switch
        {
            DurableTaskWorkerOptions.VersionMatchStrategy.Strict when comparison != 0 =>
                $"The orchestration version '{version}' does not match the worker version '{versioning.Version}'.",
            DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder when comparison > 0 =>
                $"The orchestration version '{version}' is greater than the worker version '{versioning.Version}'.",
            _ => null,
        };
    }

#pragma warning disable CS0618 // Experimental in Durable Task, and part of its surface.
    private bool PassesFilter(string name, string? tags)
    {
        if ((services.GetService<IOrchestrationFilter>() ?? options.OrchestrationFilter) is not { } filter)
        {
            return true;
        }

        var info = new OrchestrationFilterParameters
        {
            Name = name,
            Tags = tags is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(tags),
        };
        // The engine's thread waits: filters look at names and tags.
        return filter.IsOrchestrationValidAsync(info).AsTask().GetAwaiter().GetResult();
    }
#pragma warning restore CS0618
}
