using CliWrap;

namespace TransVox.Pipeline.Processes;

/// <summary>A program to run. Arguments are a list and reach the program as they are: no shell ever reads them.</summary>
/// <param name="Program">Name on PATH or absolute path.</param>
/// <param name="Arguments">One entry per argument.</param>
public sealed record ProcessSpec(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Directory to run in; null takes the directory of the host.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables to set beside those that <see cref="ProcessEnvironment"/> passes on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the program reads. Null is an empty input.</summary>
    public PipeSource? StandardInput { get; init; }

    /// <summary>Called with the process id once the program runs.</summary>
    public Action<int>? OnStarted { get; init; }

    /// <summary>
    /// Reads standard output as bytes, in place of lines; what it throws stops the program and comes out of the run. Its bytes are its
    /// own to limit.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>Called with every line of standard output.</summary>
    public Action<string>? OnOutputLine { get; init; }

    /// <summary>Called with every line of standard error.</summary>
    public Action<string>? OnErrorLine { get; init; }

    /// <summary>Whether <see cref="ProcessOutcome.Output"/> is filled.</summary>
    public bool CaptureOutput { get; init; }

    /// <summary>The program is stopped after this time; <see cref="Timeout.InfiniteTimeSpan"/> lets it run.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a program may tidy up after it was asked to stop, before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Most bytes the program may write to standard output and error together.</summary>
    public long MaxOutputBytes { get; init; } = 64L << 20;

    /// <summary>Directory whose size is watched; null watches none.</summary>
    public string? WatchedDirectory { get; init; }

    /// <summary>Most bytes that the files in <see cref="WatchedDirectory"/> may have.</summary>
    public long MaxDirectoryBytes { get; init; } = long.MaxValue;

    /// <summary>Most bytes of address space, enforced by the kernel; 0 sets no limit (GPU programs reserve far more than they use).</summary>
    public long MaxAddressSpaceBytes { get; init; }

    /// <summary>
    /// Most bytes of memory of the program and its children together; each process is held to it by the kernel too. 0: the limit of
    /// <see cref="Configuration.EngineOptions.MemoryMb"/>.
    /// </summary>
    public long MaxMemoryBytes { get; init; }

    /// <summary>Most seconds of processor time of one process; 0: the limit of <see cref="Configuration.EngineOptions.CpuSeconds"/>.</summary>
    public int CpuSeconds { get; init; }

    /// <summary>What of this machine it may use; null runs it outside of the sandbox.</summary>
    public ProgramAccess? Access { get; init; } = ProgramAccess.None;

    /// <summary>Added to the scheduling niceness, 0 to 19.</summary>
    public int Nice { get; init; }
}
