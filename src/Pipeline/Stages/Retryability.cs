namespace TransVox.Pipeline.Stages;

/// <summary>What to do after an error; it belongs to the error, not to the caller.</summary>
public enum Retryability
{
    /// <summary>The input or the request is wrong: a retry gives the same.</summary>
    Never,

    /// <summary>May pass: try again with back-off, a few times.</summary>
    Transient,

    /// <summary>The device is busy: try again later; this was not an attempt.</summary>
    Busy,

    /// <summary>Out of memory, of the GPU or of the machine: try again later with less; this was not an attempt until the reduced run fails too.</summary>
    OutOfMemory,
}
