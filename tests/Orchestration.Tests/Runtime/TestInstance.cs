using TransVox.Orchestration.Durable;

namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>One orchestration instance with its durable parts.</summary>
public sealed class TestInstance(string id, string name, string? input, DateTimeOffset createdAt)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public string? Input { get; } = input;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public InstanceStatus Status { get; set; } = InstanceStatus.Pending;

    public List<HistoryEvent> History { get; } = [];

    public List<Command> Commands { get; } = [];

    public Queue<HistoryEvent> Inbox { get; } = new();

    public string? Output { get; set; }

    public string? CustomStatus { get; set; }

    public string? Failure { get; set; }

    public bool IsTerminal => Status is InstanceStatus.Completed or InstanceStatus.Failed or InstanceStatus.Terminated;

    public InstanceMetadata ToMetadata() => new(Id, Name, Status, CreatedAt, UpdatedAt, Input, Output, CustomStatus, Failure);
}
