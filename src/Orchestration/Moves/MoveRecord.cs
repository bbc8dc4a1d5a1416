using System.Formats.Tar;
using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Storage;

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

    private const long MaxBytes = 8 << 20;
    private const int MaxName = 200;

    // What must be there is there: nulls in its place are refused here.
    private static readonly JsonSerializerOptions Json = new(DurableJson.Options) { RespectNullableAnnotations = true };

    /// <summary>Reads the first entry; whatever of it becomes part of a path is checked.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>: of another release or another job.</exception>
    /// <exception cref="InvalidDataException">It is no bundle, or was cut off; also <see cref="EndOfStreamException"/>, <see cref="JsonException"/> and <see cref="FormatException"/>.</exception>
    public static async Task<MoveRecord> ReadAsync(TarReader bundle, string jobId, CancellationToken cancellationToken)
    {
        if (await NextAsync(bundle, cancellationToken) is not { Name: Job, DataStream: { } json, Length: < MaxBytes })
            throw new InvalidDataException();
        var record = await JsonSerializer.DeserializeAsync<MoveRecord>(json, Json, cancellationToken);
        if (record is not { Version: Current, Request: not null } || (record.Status is { } status && !JobTransitions.IsTerminal(status.State)))
            throw SubmitChecks.Invalid($"The bundle is of another release (version {record?.Version}, this one reads {Current}).");
        var request = record.Request;
        if (request.JobId != jobId || request.UserId != JobIds.UserOf(jobId) || !FileNames.IsValid(request.FileName)
            || request.Provided.Any(artifact => !IsName(artifact.Key) || artifact.Value?.Sha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigitLower)))
            throw SubmitChecks.Invalid("The bundle is of another job than the address.");
        return record;
    }

    /// <summary>The next entry, or null at the end.</summary>
    /// <exception cref="InvalidDataException">It is no archive, or was cut off; also <see cref="EndOfStreamException"/> and <see cref="FormatException"/>.</exception>
    public static async Task<TarEntry?> NextAsync(TarReader bundle, CancellationToken cancellationToken)
    {
        try
        {
            return await bundle.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (Exception e) when (e is OverflowException or NotSupportedException or ArgumentException)
        {
            // A number, kind or time in a header that .NET's reader does not expect.
            throw new InvalidDataException("A header of the archive cannot be read.", e);
        }
    }

    /// <summary>Whether an entry's name may be that of a blob.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && !name.Any(c => char.IsControl(c) || c == '\\') && name.Split('/').All(part => part is not ("" or "." or ".."));
}
