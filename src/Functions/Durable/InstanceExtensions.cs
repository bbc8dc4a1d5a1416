using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Durable;

/// <summary>Between Durable Task's records of instances and the port's.</summary>
public static class InstanceExtensions
{
    public static InstanceMetadata ToPort(this OrchestrationMetadata instance) => new(
        instance.InstanceId,
        instance.Name,
        instance.RuntimeStatus.ToPort(),
        instance.CreatedAt,
        instance.LastUpdatedAt,
        instance.SerializedInput,
        instance.SerializedOutput,
        instance.SerializedCustomStatus,
        instance.FailureDetails?.ErrorMessage);

    public static OrchestrationQuery ToDurableTask(this InstanceQuery query) => new(
        query.CreatedFrom,
        query.CreatedTo,
        query.Statuses?.Select(ToDurableTask).ToArray(),
        InstanceIdPrefix: query.InstanceIdPrefix,
        PageSize: query.PageSize,
        FetchInputsAndOutputs: query.FetchInputsAndOutputs,
        ContinuationToken: query.ContinuationToken);

    // By name: both enums carry Durable Task's names. What Durable Task has and the port has not are statuses of older versions.
    private static InstanceStatus ToPort(this OrchestrationRuntimeStatus status) =>
        Enum.TryParse<InstanceStatus>(status.ToString(), out var known) ? known : InstanceStatus.Running;

    private static OrchestrationRuntimeStatus ToDurableTask(InstanceStatus status) => Enum.Parse<OrchestrationRuntimeStatus>(status.ToString());
}
