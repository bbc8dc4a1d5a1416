using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TransVox.Api.Dispatch;
using TransVox.Api.Endpoints;
using TransVox.Api.Options;
using TransVox.Api.Results;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Sources;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace TransVox.Api.Submit;

/// <summary><c>POST /api/jobs</c>: a form whose last part is the video, or JSON that names an upload or an address.</summary>
internal sealed class SubmitHandler(IOptions<ApiOptions> options, TimeProvider time)
{
    private const int MaxFields = 16;
    private const int MaxField = 8 * 1024;

    /// <summary>A hundred thousand cues of SRT with UTF-16 text.</summary>
    public const int MaxSubtitles = 24 * 1024 * 1024;
    private const string SubtitleField = "subtitleFile";

    /// <summary>What a form may have around the video.</summary>
    private const long FormOverhead = MaxSubtitles + (1 << 20);
    private const int MaxKey = 200;

    private readonly UploadOptions _upload = options.Value.Upload;

    public async Task<IResult> SubmitAsync(ApiRequest request)
    {
        var key = KeyOf(request);
        var type = MediaTypeHeaderValue.TryParse(request.Http.Request.ContentType, out var parsed) ? parsed : null;
        var outcome = type?.MediaType.Value?.ToLowerInvariant() switch
        {
            "multipart/form-data" => await SubmitFormAsync(request, type, key),
            "application/json" => await SubmitJsonAsync(request, key),
            _ => throw new RequestException(ErrorCodes.UnsupportedMediaType, "Send multipart/form-data with the video, or application/json with an uploadId or a sourceUrl."),
        };
        return Accepted(request.Http, outcome);
    }

    /// <summary>202 with the job and its address.</summary>
    public static IResult Accepted(HttpContext context, SubmitOutcome outcome)
    {
        if (outcome.Replayed)
            context.Response.Headers["Idempotency-Replayed"] = "true";
        return new JsonAnswer(outcome.Job, StatusCodes.Status202Accepted, location: $"/api/jobs/{Uri.EscapeDataString(outcome.Job.Id)}");
    }

    private static async Task<SubmitOutcome> SubmitJsonAsync(ApiRequest request, string? key)
    {
        ApiDispatcher.SetBodyLimit(request.Http, FormOverhead);
        var body = await request.ReadJsonAsync<SubmitBody>();
        return body switch
        {
            { UploadId: { } upload, SourceUrl: null } =>
                await request.Jobs.SubmitUploadedAsync(request.Caller, body.ToCommand(body.FileName ?? upload, key), upload, request.Cancelled),
            { UploadId: null, SourceUrl: { } address } => await request.Jobs.SubmitAddressAsync(
                request.Caller, body.ToCommand(body.FileName ?? SourceAddresses.NameOf(address), key) with { SourceUrl = address }, request.Cancelled),
            _ => throw ApiRequest.Invalid("Give 'uploadId' or 'sourceUrl', one of both."),
        };
    }

    private async Task<SubmitOutcome> SubmitFormAsync(ApiRequest request, MediaTypeHeaderValue type, string? key)
    {
        var context = request.Http;
        var limits = await request.Admin.GetLimitsAsync(request.Cancelled);
        ApiDispatcher.SetBodyLimit(context, (limits.MaxVideoSizeMb * 1024L * 1024) + FormOverhead);
        RequireDataRate(context);
        var reader = ReaderOf(type, context.Request.Body);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(_upload.TimeoutMinutes), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(request.Cancelled, timeout.Token);
        try
        {
            var (command, video) = await ReadFieldsAsync(reader, key, both.Token);
            await using var stream = new VideoPartStream(reader, video.Body, context);
            return await request.Jobs.SubmitAsync(request.Caller, command, stream, both.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !request.Cancelled.IsCancellationRequested)
        {
            throw new RequestException(ErrorCodes.RequestTimeout, $"The upload took longer than {_upload.TimeoutMinutes:0.##} minutes.");
        }
    }

    /// <summary>The fields of a form, and its video, of which nothing is read yet.</summary>
    /// <exception cref="RequestException">The form cannot be read, or a field is wrong.</exception>
    internal static async Task<(SubmitCommand Command, MultipartSection Video)> ReadFieldsAsync(MultipartReader reader, string? key, CancellationToken cancellationToken)
    {
        var fields = new SubmitFields();
        for (var count = 0; count <= MaxFields; count++)
        {
            var section = await NextAsync(reader, cancellationToken)
                ?? throw ApiRequest.Invalid("The form has no file part video, which must be its last part.");
            var header = PartHeader.Read(section);
            if (header.Name == "video")
            {
                var name = header.FileName ?? throw new RequestException(ErrorCodes.InvalidFileName, "The part video needs a file name.");
                return (fields.ToForm().ToCommand(name, key), section);
            }

            var value = await ReadFieldAsync(section, header.Name, cancellationToken);
            if (header.Name == SubtitleField)
            {
                fields.Add(header.Name, "");
                fields.Subtitles = value;
            }
            else
            {
                fields.Add(header.Name, Text(value, header.Name));
            }
        }

        throw ApiRequest.Invalid($"The form has more than {MaxFields} fields.");
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ApiRequest.Invalid("The form is malformed: its boundary or the headers of a part are not as multipart/form-data wants them.");
        }
    }

    private static async Task<byte[]> ReadFieldAsync(MultipartSection section, string name, CancellationToken cancellationToken)
    {
        var limit = name == SubtitleField ? MaxSubtitles : MaxField;
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await ReadAsync(section.Body, buffer, cancellationToken)) > 0)
        {
            if (content.Length + count > limit)
                throw new RequestException(ErrorCodes.TooLarge, $"The field '{ApiRequest.Shown(name)}' has more than {limit} bytes.");
            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static string Text(byte[] bytes, string name)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw ApiRequest.Invalid($"The field '{ApiRequest.Shown(name)}' is not UTF-8.");
        }
    }

    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw ApiRequest.Invalid("The form ends in the middle of a field.");
        }
        catch (InvalidDataException)
        {
            throw ApiRequest.Invalid("The form is malformed: a boundary has something behind it.");
        }
    }

    internal static MultipartReader ReaderOf(MediaTypeHeaderValue type, Stream body) =>
        new(Boundary(type), body) { HeadersCountLimit = 8, HeadersLengthLimit = 8 * 1024 };

    private static string Boundary(MediaTypeHeaderValue type)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        // RFC 2046 allows 70 characters.
        return boundary is { Length: > 0 and <= 70 } ? boundary : throw ApiRequest.Invalid("The form's boundary must have 1 to 70 characters.");
    }

    private static string? KeyOf(ApiRequest request)
    {
        if (request.Header("Idempotency-Key") is not { } key)
            return null;
        return ValidKey(key);
    }

    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    internal static string ValidKey(string key) => key.Length is > 0 and <= MaxKey && key.All(c => c is >= ' ' and <= '~')
        ? key
        : throw ApiRequest.Invalid($"Idempotency-Key must be 1 to {MaxKey} printable ASCII characters.");

    private void RequireDataRate(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } feature)
            feature.MinDataRate = new MinDataRate(_upload.MinimumDataRate, TimeSpan.FromSeconds(_upload.GraceSeconds));
    }
}
