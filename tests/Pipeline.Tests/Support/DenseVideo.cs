using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>The video of the dense dialogue, made once.</summary>
public sealed class DenseVideo : IAsyncLifetime, IDisposable
{
    private readonly TempDirectory _directory = new();

    public string Path => _directory.File("dense.mp4");

    public IReadOnlyList<Cue> Cues { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await using var runner = Programs.Runner();
        Cues = await DenseDialogue.MakeAsync(runner, _directory.Path, Path);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();
}
