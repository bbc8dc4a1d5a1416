using System.Buffers;
using System.Formats.Tar;
using System.IO.Pipelines;
using System.Text;
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
            // Refused, with a reason: the importer makes one of all these.
        }
    }

    private static async Task RunAsync(byte[] input)
    {
        Seal(input);
        // As a request's body, it cannot be searched.
        await using var stream = PipeReader.Create(new ReadOnlySequence<byte>(input)).AsStream();
        await using var tar = new TarReader(stream);
        var record = await MoveRecord.ReadAsync(tar, JobId, CancellationToken.None);
        Claim.That(record.Request.JobId == JobId, "the bundle is of this job");
        while (await MoveRecord.NextAsync(tar, CancellationToken.None) is { } entry)
        {
            await (entry.DataStream ?? Stream.Null).CopyToAsync(Stream.Null);
            if (MoveRecord.IsName(entry.Name))
                CheckPath(BlobPaths.Output(record.Request.UserId, JobId, record.Request.FileName, entry.Name));
        }
    }

    /// <summary>Corrects the sums of all headers: what fuzzing changes in one would else be refused before it is read.</summary>
    private static void Seal(Span<byte> archive)
    {
        const int Block = 512, SizeAt = 124, SizeLength = 12, SumAt = 148, SumLength = 8;
        while (archive.Length >= Block && archive[0] != 0)
        {
            var header = archive[..Block];
            var sum = 0;
            header.Slice(SumAt, SumLength).Fill((byte)' ');
            foreach (var value in header)
                sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(SumLength - 2, '0') + "\0 ", header[SumAt..]);
            var size = 0L;
            foreach (var digit in header.Slice(SizeAt, SizeLength))
                size = digit is >= (byte)'0' and <= (byte)'7' ? (size * 8) + digit - '0' : size;
            archive = archive[(int)Math.Min(archive.Length, Block + ((size + Block - 1) / Block * Block))..];
        }
    }

    private static void CheckPath(string path)
    {
        var parts = path.Split('/');
        Claim.That(parts is ["ada", JobId, ..] && parts.All(part => part is not ("" or "." or "..")), $"'{path}' is below the job's own");
    }
}
