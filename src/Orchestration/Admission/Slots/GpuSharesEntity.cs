using Microsoft.DurableTask.Entities;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Divides the capacity of one pool among its shards.</summary>
public sealed class GpuSharesEntity : TaskEntity<GpuSharesState>
{
    public SlotAnswer Report(ShardReport report) => GpuSharesRules.Report(State, report);
}
