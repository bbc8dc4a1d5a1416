namespace TransVox.Orchestration.Jobs;

/// <summary>
/// The sample dub, which everybody may look at and nobody owns. It is a job, of <see cref="UserIds.Sample"/>; nothing but these reads
/// leads to it for anyone but administrators. Every method throws <see cref="RequestException"/> <c>not_found</c> where there is none.
/// </summary>
public interface ISampleService
{
    /// <summary>The sample: while it is made, with its progress; then with its results, whose addresses everybody may open.</summary>
    Task<JobView> GetAsync(CancellationToken cancellationToken);

    /// <summary>Opens a result of the finished sample.</summary>
    Task<JobFile> OpenFileAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens the video that was dubbed.</summary>
    Task<JobFile> OpenSourceAsync(CancellationToken cancellationToken);
}
