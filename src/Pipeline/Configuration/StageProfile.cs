namespace TransVox.Pipeline.Configuration;

/// <summary>How a stage is done. A setting that is null is taken from the profile, or its default.</summary>
public sealed class StageProfile
{
    /// <summary>What does it.</summary>
    public EngineKind? Engine { get; set; }

    /// <summary>Whether it must hold a GPU lease. Default: separate, transcribe and synthesize do, unless a server does them.</summary>
    public bool? UsesGpu { get; set; }

    /// <summary>Whether it needs a device of its own while it runs. Default: when it uses the GPU and is not embedded.</summary>
    public bool? NeedsDevice { get; set; }

    /// <summary>Name and version for the record; changing it makes stored outputs stale.</summary>
    public string? Version { get; set; }

    /// <summary>How outputs are checked.</summary>
    public CheckLevel? Checks { get; set; }

    /// <summary>Artifacts of earlier stages that it reads beside the usual ones.</summary>
    public IList<string>? Inputs { get; set; }

    /// <summary>User options that change its outputs. Default: all.</summary>
    public IList<string>? Options { get; set; }

    /// <summary>Source languages that it can do. Default: any.</summary>
    public IList<string>? SourceLanguages { get; set; }

    /// <summary>Target languages that it can do. Default: any.</summary>
    public IList<string>? TargetLanguages { get; set; }

    /// <summary>Source languages and what each can be translated into; of Translate. Default: any.</summary>
    public IDictionary<string, IList<string>>? Pairs { get; set; }

    /// <summary>Voices that it has, whatever the language; of Synthesize. Default: any name of letters, digits and <c>._-</c>.</summary>
    public IList<string>? Voices { get; set; }

    /// <summary>Voices by target language, the usual one first; without <see cref="TargetLanguages"/> these are the languages; of Synthesize.</summary>
    public IDictionary<string, IList<string>>? LanguageVoices { get; set; }

    /// <summary>Directory its programs run in. Default: the work directory.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>Environment variables of its programs.</summary>
    public IDictionary<string, string>? Environment { get; set; }

    /// <summary>Longest time one program may run, in seconds, 1 to 86400.</summary>
    public int? TimeLimitSeconds { get; set; }

    /// <summary>Seconds between asking a program to stop and killing it, 0 to 60.</summary>
    public int? GraceSeconds { get; set; }

    /// <summary>Most megabytes in the work directory, 1 to 10000000.</summary>
    public int? MaxOutputMb { get; set; }

    /// <summary>Niceness of its programs, 0 to 19.</summary>
    public int? Nice { get; set; }

    /// <summary>Whether its programs run in a sandbox where there is one. Default: they do.</summary>
    public bool? Sandbox { get; set; }

    /// <summary>Whether its programs may use the network from the sandbox. Default: they may not.</summary>
    public bool? Network { get; set; }

    /// <summary>Absolute paths that its programs may read from the sandbox, beside the system, their own folders and the job's inputs. Placeholders are replaced.</summary>
    public IList<string>? Reads { get; set; }

    /// <summary>Absolute paths that its programs may change from the sandbox, beside the work directory. Placeholders are replaced.</summary>
    public IList<string>? Writes { get; set; }

    /// <summary>Most megabytes of memory of a program and its children, 0 to 10000000; 0 or null is that of <see cref="EngineOptions"/>.</summary>
    public int? MemoryMb { get; set; }

    /// <summary>Most seconds of processor time of one process, 0 to 10000000; 0 or null is that of <see cref="EngineOptions"/>. Not of warm programs.</summary>
    public int? CpuSeconds { get; set; }

    /// <summary>Steps in order, for <see cref="EngineKind.Command"/>.</summary>
    public IList<StepProfile>? Steps { get; set; }

    /// <summary>What failures mean; tried before the built-in rules.</summary>
    public IList<ErrorRule>? Errors { get; set; }

    /// <summary>The program, for <see cref="EngineKind.Warm"/>.</summary>
    public WarmProfile? Warm { get; set; }

    /// <summary>The server, for <see cref="EngineKind.OpenAi"/> and <see cref="EngineKind.Azure"/>.</summary>
    public ServerProfile? Server { get; set; }

    /// <summary>This with what another sets on top.</summary>
    public StageProfile With(StageProfile? over) => over is null ? this : new()
    {
        Engine = over.Engine ?? Engine,
        UsesGpu = over.UsesGpu ?? UsesGpu,
        NeedsDevice = over.NeedsDevice ?? NeedsDevice,
        Version = over.Version ?? Version,
        Checks = over.Checks ?? Checks,
        Inputs = over.Inputs ?? Inputs,
        Options = over.Options ?? Options,
        SourceLanguages = over.SourceLanguages ?? SourceLanguages,
        TargetLanguages = over.TargetLanguages ?? TargetLanguages,
        Pairs = over.Pairs ?? Pairs,
        Voices = over.Voices ?? Voices,
        LanguageVoices = over.LanguageVoices ?? LanguageVoices,
        WorkingDirectory = over.WorkingDirectory ?? WorkingDirectory,
        Environment = over.Environment ?? Environment,
        TimeLimitSeconds = over.TimeLimitSeconds ?? TimeLimitSeconds,
        GraceSeconds = over.GraceSeconds ?? GraceSeconds,
        MaxOutputMb = over.MaxOutputMb ?? MaxOutputMb,
        Nice = over.Nice ?? Nice,
        Sandbox = over.Sandbox ?? Sandbox,
        Network = over.Network ?? Network,
        Reads = over.Reads ?? Reads,
        Writes = over.Writes ?? Writes,
        MemoryMb = over.MemoryMb ?? MemoryMb,
        CpuSeconds = over.CpuSeconds ?? CpuSeconds,
        Steps = over.Steps ?? Steps,
        Errors = over.Errors ?? Errors,
        Warm = over.Warm ?? Warm,
        Server = Server?.With(over.Server) ?? over.Server,
    };
}
