namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>How a modelled job ended.</summary>
public enum JobEnd
{
    None,
    Completed,
    Cancelled,
    TimedOut,

    /// <summary>Told that its place is gone.</summary>
    Lost,
}
