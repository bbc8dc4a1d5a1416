namespace TransVox.Pipeline.Configuration;

/// <summary>Whether programs run in a sandbox.</summary>
public enum SandboxMode
{
    /// <summary>Where this machine can make one; where it cannot, without, and the log says so.</summary>
    Auto,

    /// <summary>The host does not start where this machine cannot make one.</summary>
    Required,

    /// <summary>Never.</summary>
    Off,
}
