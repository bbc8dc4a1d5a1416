using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Execution;

/// <summary>Retries of activities and sub-orchestrations, by policy or by the orchestrator's own handler.</summary>
internal static class TaskRetries
{
    /// <summary>Errors that another attempt would only repeat: the task is not registered.</summary>
    public const string ActivityNotFound = "ActivityTaskNotFound";
    public const string OrchestratorNotFound = "OrchestratorTaskNotFound";

    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, ILogger log, TaskName name, TaskRetryOptions? retry, Func<Task<T>> call) =>
        retry switch
        {
            { Policy: { } policy } => ByPolicyAsync(context, policy, call),
            { Handler: { } handler } => ByHandlerAsync(context, log, name, handler, call),
            _ => call(),
        };

    /// <summary>Time until the next attempt, or null: there is none.</summary>
    /// <param name="attempt">Attempts so far.</param>
    /// <param name="elapsed">Since the first attempt began.</param>
    public static TimeSpan? Delay(RetryPolicy policy, int attempt, TimeSpan elapsed)
    {
        if (attempt >= policy.MaxNumberOfAttempts || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout))
        {
            return null;
        }

        var wanted = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        var most = policy.MaxRetryInterval == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue.TotalMilliseconds : policy.MaxRetryInterval.TotalMilliseconds;
        // The longest TimeSpan cannot be added to any date.
        return TimeSpan.FromMilliseconds(Math.Min(Math.Min(wanted, most), TimeSpan.FromDays(3_650).TotalMilliseconds));
    }

    private static async Task<T> ByPolicyAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (IsRetryable(e)
                && policy.Handle(e.InnerException ?? CoreOf(e))
                && Delay(policy, attempt, context.CurrentUtcDateTime - first) is { } next)
            {
                delay = next;
            }

            await context.CreateTimer(delay, CancellationToken.None);
        }
    }

    private static async Task<T> ByHandlerAsync<T>(
        TaskOrchestrationContext context, ILogger log, TaskName name, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (TaskFailedException e) when (IsRetryable(e))
            {
                if (!context.IsReplaying)
                {
                    EngineLog.RetryingTask(log, context.InstanceId, name.Name, attempt);
                }

                var elapsed = context.CurrentUtcDateTime - first;
                if (!await handler(new RetryContext(context, attempt, e.FailureDetails, elapsed, CancellationToken.None)))
                {
                    throw;
                }
            }
        }
    }

    private static bool IsRetryable(TaskFailedException e) => e.FailureDetails.ErrorType is not (ActivityNotFound or OrchestratorNotFound);

    private static Exception CoreOf(TaskFailedException e) =>
        PendingOperation.CoreExceptionOf(new HistoryEvent(EventKind.SubOrchestrationCreated, Id: e.TaskId, Name: e.TaskName), e.FailureDetails);
}
