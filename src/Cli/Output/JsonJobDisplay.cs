
namespace TransVox.Cli.Output;

/// <summary>Every event as one line of JSON, as the service sent it.</summary>
internal sealed class JsonJobDisplay : IJobDisplay
{
    private readonly Lock _lock = new();

    public void Uploading(string file, long sent, long total)
    {
        // Progress of an upload is no event of a job.
    }

    public void Show(string file, JobEvent value)
    {
        lock (_lock)
            Terminal.WriteJsonLine(value);
    }
}
