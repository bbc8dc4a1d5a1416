namespace DurableTask.Sqlite.Store;

/// <summary>Status of an instance as stored. Numbers are in the store and in its indexes: those that run are below <see cref="Completed"/>.</summary>
internal enum InstanceStatus
{
    Pending = 0,
    Running = 1,
    Suspended = 2,
    Completed = 3,
    Failed = 4,
    Terminated = 5,
}
