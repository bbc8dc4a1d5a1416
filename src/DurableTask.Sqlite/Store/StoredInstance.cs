using DurableTask.Sqlite.Execution;

namespace DurableTask.Sqlite.Store;

/// <summary>What the engine needs of an instance's row.</summary>
internal sealed record StoredInstance(
    long Key,
    string Id,
    string Name,
    InstanceStatus Status,
    long Created,
    long Updated,
    int Execution,
    string? Input,
    string? CustomStatus,
    string? Version,
    string? Tags,
    ParentRef? Parent,
    string? Trace,
    string? Span);
