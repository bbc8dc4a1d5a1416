namespace TransVox.Orchestration.Durable;

/// <summary>Runtime status of an orchestration instance, with Durable Task's names.</summary>
public enum InstanceStatus
{
    Pending,
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,
}
