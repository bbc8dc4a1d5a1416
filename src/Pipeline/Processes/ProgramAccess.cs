namespace TransVox.Pipeline.Processes;

/// <summary>What of this machine a program may use beside the system's own programs and data, which it may read.</summary>
public sealed record ProgramAccess
{
    /// <summary>Nothing else.</summary>
    public static ProgramAccess None { get; } = new();

    /// <summary>Absolute path of the directory that it writes to and whose content is read afterwards; null for none.</summary>
    public string? Work { get; init; }

    /// <summary>Absolute paths of further directories and files that it may change; they must exist.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    /// <summary>Absolute paths of directories and files that it may read; those that do not exist are left out.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>Whether it may use the network, this machine's loopback included.</summary>
    public bool Network { get; init; }

    /// <summary>Whether it gets the GPUs of this machine.</summary>
    public bool Gpu { get; init; }
}
