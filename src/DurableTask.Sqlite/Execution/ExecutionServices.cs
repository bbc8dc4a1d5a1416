using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Execution;

/// <summary>What every execution uses of its worker.</summary>
/// <param name="DefaultVersion">Version of a sub-orchestration that names none.</param>
/// <param name="Properties">Adds properties to failures, or null.</param>
internal sealed record ExecutionServices(
    DataConverter Converter, ILoggerFactory Loggers, string DefaultVersion, IExceptionPropertiesProvider? Properties)
{
    /// <summary>Logs under the names that every worker of Durable Task uses.</summary>
    public ILogger Log { get; } = Loggers.CreateLogger("Microsoft.DurableTask.Worker.Orchestrations");

    /// <summary>Whether what the converter writes is JSON and may be nested in JSON.</summary>
    public bool WritesJson { get; } = Converter is Microsoft.DurableTask.Converters.JsonDataConverter;

    public TaskFailureDetails FailureOf(Exception exception) => exception is TaskFailedException failed
        ? new TaskFailureDetails(TypeOf(failed), failed.Message, failed.StackTrace, failed.FailureDetails, null)
        : new TaskFailureDetails(
            TypeOf(exception),
            exception.Message,
            exception.StackTrace,
            exception.InnerException is { } inner ? FailureOf(inner) : null,
            Properties?.GetExceptionProperties(exception));

    private static string TypeOf(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;
}
