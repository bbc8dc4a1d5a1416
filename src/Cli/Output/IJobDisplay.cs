
namespace TransVox.Cli.Output;

/// <summary>Shows jobs while they are uploaded and watched. Called from one job's reader at a time or from several at once.</summary>
internal interface IJobDisplay
{
    /// <summary>Bytes of a file that have been sent.</summary>
    void Uploading(string file, long sent, long total);

    /// <summary>Something happened to the job of a file.</summary>
    void Show(string file, JobEvent value);
}
