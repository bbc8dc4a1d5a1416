namespace TransVox.Orchestration.Activities;

/// <summary>What became of an activity that is no stage.</summary>
public interface IStepOutcome
{
    /// <summary>Set when it failed.</summary>
    ActivityError? Error { get; }
}
