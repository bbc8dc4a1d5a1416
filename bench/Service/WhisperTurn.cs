namespace TransVox.Bench.Service;

/// <summary>What one turn of <see cref="WhisperProcess"/> measured.</summary>
/// <param name="SecondsPerJob">Of all jobs.</param>
/// <param name="SecondsOfLater">Median of those after the first.</param>
/// <param name="FirstMb">Memory of the process after the first job.</param>
/// <param name="LastMb">The same after the last job.</param>
internal sealed record WhisperTurn(double SecondsPerJob, double SecondsOfLater, double FirstMb, double LastMb);
