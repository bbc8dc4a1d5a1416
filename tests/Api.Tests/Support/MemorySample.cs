using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Tests.Support;

/// <summary>A sample in memory; none until a test puts one in.</summary>
internal sealed class MemorySample(TimeProvider time) : ISampleService
{
    public MemoryJob? Job { get; set; }

    private MemoryJob Found => Job ?? throw new RequestException(ErrorCodes.NotFound, "There is none.");

    public Task<JobView> GetAsync(CancellationToken cancellationToken) => Task.FromResult(Found.View);

    public Task<JobFile> OpenFileAsync(string name, CancellationToken cancellationToken) => Found.Files.TryGetValue(name, out var file)
        ? Task.FromResult(file.Open(name, time.GetUtcNow()))
        : throw new RequestException(ErrorCodes.NotFound, "There is no such file.");

    public Task<JobFile> OpenSourceAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new MemoryFile(Found.Source, Found.SourceType).Open(Found.View.FileName, time.GetUtcNow()));
}
