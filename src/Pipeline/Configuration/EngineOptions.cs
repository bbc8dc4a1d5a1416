using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>The <c>engines</c> section of <c>transvox.json</c>.</summary>
public sealed class EngineOptions
{
    /// <summary>Name of a shipped profile, or absolute path of a profile file; unless <see cref="Profiles"/> names some.</summary>
    public string Profile { get; set; } = "embedded";

    /// <summary>Profiles that a submission may name, the one for those that name none first.</summary>
    public IList<NamedProfile> Profiles { get; set; } = [];

    /// <summary>GPU devices of this machine, 0 to 64. 0: no stage waits for a device.</summary>
    public int Devices { get; set; }

    /// <summary>Values for <c>{setting:NAME}</c> in the profile, or in all of them.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>What differs from the profile, or from all of them.</summary>
    public Dictionary<Stage, StageProfile> Stages { get; set; } = [];

    /// <summary>Environment variables of the host that programs may see beside the usual ones.</summary>
    public IList<string> PassEnvironment { get; set; } = [];

    /// <summary>Whether programs run in a sandbox.</summary>
    public SandboxMode Sandbox { get; set; } = SandboxMode.Auto;

    /// <summary>Most megabytes of memory of a program and its children, 0 to 10000000. 0: nine tenths of the machine's, not held by the kernel.</summary>
    public int MemoryMb { get; set; }

    /// <summary>Most seconds of processor time of one process, 0 to 10000000; 0 sets no limit. Not of warm programs.</summary>
    public int CpuSeconds { get; set; }

    /// <summary>Settings of the embedded engines.</summary>
    public EmbeddedOptions Embedded { get; set; } = new();

    /// <summary>Settings of the engine <see cref="EngineKind.Whisper"/>.</summary>
    public WhisperOptions Whisper { get; set; } = new();
}
