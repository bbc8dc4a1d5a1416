using System.Globalization;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Sources;

/// <summary>Has yt-dlp find the video of a page, which comes through its standard output.</summary>
public sealed class ToolVideo(ProcessRunner processes, IOptions<TransVoxOptions> options)
{
    /// <summary>Runs it.</summary>
    /// <param name="address">An address that was checked, as far as it can be: the program makes its own requests.</param>
    /// <param name="maxBytes">It is told not to begin with a larger file.</param>
    /// <param name="timeLimit">It is stopped after this.</param>
    /// <param name="read">Reads the video.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FetchException">It found none, or was too slow.</exception>
    internal async Task RunAsync(Uri address, long maxBytes, TimeSpan timeLimit, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec(options.Value.Source.YtDlp.Path, Arguments(address, maxBytes)) 
        {
            TimeLimit = timeLimit,
            ReadOutput = read,
            Access = new ProgramAccess { Network = true },
        };
        ProcessOutcome outcome;
        try
        {
            outcome = await processes.RunAsync(spec, cancellationToken);
        }
        catch (StageException e) when (e.Code == ErrorCodes.EngineTimeout)
        {
            throw new FetchException(ErrorCodes.SourceTimeout, "The video took too long to come. Upload it, or retry the job later.");
        }

        if (outcome.ExitCode != 0)
        {
            throw new FetchException(
                ErrorCodes.SourceUnavailable, "No video could be fetched from this page. Open it yourself: it must show one without a login.", Retryability.Transient);
        }
    }

    // No file of the machine changes what it does, none is left, and what follows the two dashes is no option.
    private static List<string> Arguments(Uri address, long maxBytes) =>
    [
        "--ignore-config", "--no-cache-dir", "--no-playlist", "--no-part", "--no-progress", "--quiet", "--no-warnings",
        "--format", "best", "--max-filesize", maxBytes.ToString(CultureInfo.InvariantCulture), "--output", "-", "--", address.AbsoluteUri,
    ];
}
