
namespace TransVox.Cli.Output;

/// <summary>Shows nothing: for <c>--json</c> where the result alone is the output.</summary>
internal sealed class SilentJobDisplay : IJobDisplay
{
    public void Uploading(string file, long sent, long total)
    {
        // The report at the end says it all.
    }

    public void Show(string file, JobEvent value)
    {
        // The report at the end says it all.
    }
}
