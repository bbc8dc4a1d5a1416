using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Moves;

/// <summary>First entry of a bundle.</summary>
/// <param name="Version">Of the bundle.</param>
/// <param name="Request">As it was submitted.</param>
/// <param name="Status">Of one that has ended; null: it waits.</param>
internal sealed record MoveRecord(int Version, JobRequest Request, JobStatus? Status)
{
    public const int Current = 1;

    // Entries of a bundle, in this order; the last one says that it is whole.
    public const string Job = "job.json";
    public const string Source = "source";
    public const string Provided = "provided/";
    public const string Output = "output/";
    public const string End = "end";
}
