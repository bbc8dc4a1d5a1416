using System.Formats.Tar;
using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Moves;
using TransVox.Orchestration.Storage;

namespace TransVox.Fuzz;

/// <summary>A bundle of a job that an operator brings from another service. What the archive names ends up below the job's own path or is refused.</summary>
internal static class BundleTarget
{
    private const string JobId = "ada.00000000000000000000aa";

    public static void Run(byte[] input)
    {
        try
        {
            RunAsync(input).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is RequestException or InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            // Refused, with a reason: the same kinds as the importer turns into one.
        }
    }

    private static async Task RunAsync(byte[] input)
    {
        using var stream = new MemoryStream(input);
        await using var tar = new TarReader(stream);
        var record = await MoveRecord.ReadAsync(tar, JobId, CancellationToken.None);
        Claim.That(record.Request.JobId == JobId, "the bundle is of this job");
        while (await tar.GetNextEntryAsync(copyData: false) is { } entry)
        {
            await (entry.DataStream ?? Stream.Null).CopyToAsync(Stream.Null);
            if (MoveRecord.IsName(entry.Name))
                CheckPath(BlobPaths.Output(record.Request.UserId, JobId, record.Request.FileName, entry.Name));
        }
    }

    private static void CheckPath(string path)
    {
        var parts = path.Split('/');
        Claim.That(parts is ["ada", JobId, ..] && parts.All(part => part is not ("" or "." or "..")), $"'{path}' is below the job's own");
    }
}
