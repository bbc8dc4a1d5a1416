namespace TransVox.Orchestration.Tests.Runtime;

/// <summary>Something that could happen next.</summary>
public sealed record TestStep(StepKind Kind, string Instance, int TaskId = -1, string? Name = null, string? Json = null, string? Target = null);

public enum StepKind
{
    Turn,
    Activity,
    Entity,
}
