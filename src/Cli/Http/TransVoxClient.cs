using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using TransVox.Cli.Contract;

namespace TransVox.Cli.Http;

/// <summary>The service's HTTP interface, one method per endpoint. Errors are <see cref="ServiceException"/>.</summary>
internal sealed partial class TransVoxClient(HttpClient http) : IDisposable
{
    public void Dispose() => http.Dispose();

    public async Task<(Job Job, bool Replayed)> SubmitAsync(HttpContent body, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = body };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Headers.ExpectContinue = body is MultipartContent;
        using var response = await SendAsync(request, cancellationToken);
        var replayed = response.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Contains("true");
        return (await ReadAsync(response, CliJson.Default.Job, cancellationToken), replayed);
    }

    public Task<UploadLink> CreateUploadAsync(string fileName, long size, CancellationToken cancellationToken) =>
        PostAsync("api/uploads", JsonContent.Create(new UploadRequest(fileName, size), CliJson.Default.UploadRequest), CliJson.Default.UploadLink, cancellationToken);

    public Task<JobPage> ListAsync(string query, CancellationToken cancellationToken) =>
        GetAsync($"api/jobs{query}", CliJson.Default.JobPage, cancellationToken);

    /// <summary>The job that was submitted under this key; null: none.</summary>
    public async Task<Job?> FindByKeyAsync(string idempotencyKey, CancellationToken cancellationToken) =>
        await ListAsync($"?idempotencyKey={Uri.EscapeDataString(idempotencyKey)}", cancellationToken) is { Jobs: [var job, ..] } ? job : null;

    public Task<Job> GetJobAsync(string id, CancellationToken cancellationToken) =>
        GetAsync(Path(id), CliJson.Default.Job, cancellationToken);

    public Task<Job> CancelAsync(string id, CancellationToken cancellationToken) =>
        PostAsync(Path(id, "cancel"), null, CliJson.Default.Job, cancellationToken);

    public Task<Job> RetryAsync(string id, string? fromStage, CancellationToken cancellationToken) => PostAsync(
        Path(id, "retry"),
        fromStage is null ? null : JsonContent.Create(new RetryRequest(fromStage), CliJson.Default.RetryRequest),
        CliJson.Default.Job,
        cancellationToken);

    public Task<SubtitleDocument> GetSubtitlesAsync(string id, CancellationToken cancellationToken) =>
        GetAsync(Path(id, "subtitles"), CliJson.Default.SubtitleDocument, cancellationToken);

    public async Task<SubtitleDocument> PutSubtitlesAsync(string id, IReadOnlyList<Cue> cues, string etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Path(id, "subtitles"))
        {
            Content = JsonContent.Create(new CueList(cues), CliJson.Default.CueList),
        };
        AddIfMatch(request, etag);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, CliJson.Default.SubtitleDocument, cancellationToken);
    }

    public async Task<Job> ApproveAsync(string id, string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(id, "approve"));
        if (etag is not null)
            AddIfMatch(request, etag);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, CliJson.Default.Job, cancellationToken);
    }

    public Task<Job> ReviseAsync(string id, IReadOnlyList<Cue> cues, CancellationToken cancellationToken) =>
        PostAsync(Path(id, "revise"), JsonContent.Create(new CueList(cues), CliJson.Default.CueList), CliJson.Default.Job, cancellationToken);

    public Task<QueueView> GetQueueAsync(CancellationToken cancellationToken) =>
        GetAsync("api/queue", CliJson.Default.QueueView, cancellationToken);

    public Task<LanguageCatalogue> GetLanguagesAsync(CancellationToken cancellationToken) =>
        GetAsync("api/languages", CliJson.Default.LanguageCatalogue, cancellationToken);

    public Task<Me> GetMeAsync(CancellationToken cancellationToken) => GetAsync("api/me", CliJson.Default.Me, cancellationToken);

    /// <summary>Opens a result file from <paramref name="offset"/> on; the answer's status says whether it is a part (206).</summary>
    public async Task<HttpResponseMessage> OpenFileAsync(string id, string name, long offset, EntityTagHeaderValue? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path(id, "files")}/{EscapeName(name)}");
        if (offset > 0 && etag is { IsWeak: false })
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(etag);
        }

        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Opens the event stream after <paramref name="lastId"/> (0: from the start).</summary>
    public async Task<HttpResponseMessage> OpenEventsAsync(string id, long lastId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path(id, "events"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastId > 0)
            request.Headers.Add("Last-Event-ID", lastId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await SendAsync(request, cancellationToken);
    }

    private static string Path(string jobId, string? part = null)
    {
        var path = $"api/jobs/{Uri.EscapeDataString(jobId)}";
        return part is null ? path : $"{path}/{part}";
    }

    /// <summary>Names may have folders in them; only what is between the slashes is escaped.</summary>
    private static string EscapeName(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    /// <summary>ETags come from files that people edit, so a malformed one is theirs, not a crash.</summary>
    private static void AddIfMatch(HttpRequestMessage request, string etag)
    {
        var text = etag == "*" || etag.StartsWith('"') || etag.StartsWith("W/", StringComparison.Ordinal) ? etag : $"\"{etag}\"";
        if (!request.Headers.TryAddWithoutValidation("If-Match", text) || text.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new UsageException($"'{etag}' is not an ETag.");
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    private async Task<T> PostAsync<T>(string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw ServiceErrors.Unreachable(http.BaseAddress!, e);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ServiceErrors.ReadAsync(response, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new ServiceException("bad_answer", "The service answered with nothing.", HttpStatusCode.BadGateway);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ServiceException("bad_answer", $"The service's answer is not what this version understands: {e.Message}", HttpStatusCode.InternalServerError, innerException: e);
        }
    }
}
