namespace TransVox.Cli.Contract;

internal sealed record Me(
    string UserId,
    string? DisplayName = null,
    bool IsAdmin = false,
    int MaxJobs = 0,
    double Weight = 1,
    int Running = 0,
    int Waiting = 0,
    double GpuSeconds = 0,
    double RecentGpuSeconds = 0,
    long MaxVideoBytes = 0,
    double MaxVideoSeconds = 0,
    Use? Use = null);
