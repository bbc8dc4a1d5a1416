namespace TransVox.Orchestration.Samples;

/// <summary>What came of a look after the sample.</summary>
public enum SampleOutcome
{
    /// <summary>None is wanted; one that was there is none any more.</summary>
    Off,

    /// <summary>There is one of this video and these engines, or it is being made.</summary>
    Stands,

    /// <summary>Its job was submitted.</summary>
    Submitted,

    /// <summary>Others have work: it is to be tried again later.</summary>
    Waits,
}
