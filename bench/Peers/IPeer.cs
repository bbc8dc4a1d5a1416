namespace TransVox.Bench.Peers;

/// <summary>A queue that a workload can be given to.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>Runs a workload on a fresh store in a folder.</summary>
    Task<WorkLog> RunAsync(Workload workload, string folder, CancellationToken cancellationToken);
}
