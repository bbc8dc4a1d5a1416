using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TransVox.Cli.Http;

/// <summary>The service's HTTP interface, one method per endpoint. Errors are <see cref="ServiceException"/>.</summary>
internal sealed partial class TransVoxClient(HttpClient http) : IDisposable
{
    public void Dispose() => http.Dispose();

    public async Task<(JobView Job, bool Replayed)> SubmitAsync(HttpContent body, string idempotencyKey, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = body };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Headers.ExpectContinue = body is MultipartContent;
        using var response = await SendAsync(request, cancellationToken);
        var replayed = response.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Contains("true");
        return (await ReadAsync<JobView>(response, cancellationToken), replayed);
    }

    public Task<UploadLink> CreateUploadAsync(string fileName, long size, CancellationToken cancellationToken) =>
        PostAsync<UploadLink>("api/uploads", JsonContent.Create(new UploadBody(fileName, size), options: CliJson.Options), cancellationToken);

    public Task<JobPage> ListAsync(string query, CancellationToken cancellationToken) =>
        GetAsync<JobPage>($"api/jobs{query}", cancellationToken);

    /// <summary>The job that was submitted under this key; null: none.</summary>
    public async Task<JobView?> FindByKeyAsync(string idempotencyKey, CancellationToken cancellationToken) =>
        await ListAsync($"?idempotencyKey={Uri.EscapeDataString(idempotencyKey)}", cancellationToken) is { Jobs: [var job, ..] } ? job : null;

    public Task<JobView> GetJobAsync(string id, CancellationToken cancellationToken) =>
        GetAsync<JobView>(Path(id), cancellationToken);

    /// <summary>What happened to a job, over all pages.</summary>
    public async Task<JobTimeline> GetTimelineAsync(string id, CancellationToken cancellationToken)
    {
        var page = await GetAsync<JobTimeline>(Path(id, "timeline?limit=500"), cancellationToken);
        var entries = page.Entries.ToList();
        while (page.Next is { } next)
        {
            page = await GetAsync<JobTimeline>(Path(id, $"timeline?limit=500&after={Uri.EscapeDataString(next)}"), cancellationToken);
            entries.AddRange(page.Entries);
        }

        return page with { Entries = entries };
    }

    public Task<JobView> CancelAsync(string id, CancellationToken cancellationToken) =>
        PostAsync<JobView>(Path(id, "cancel"), null, cancellationToken);

    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Path(id));
        using var response = await SendAsync(request, cancellationToken);
    }

    public Task<JobView> RetryAsync(string id, Stage? fromStage, CancellationToken cancellationToken) => PostAsync<JobView>(
        Path(id, "retry"),
        fromStage is null ? null : JsonContent.Create(new RetryBody(fromStage), options: CliJson.Options),
        cancellationToken);

    public Task<List<GlossaryTerm>> GetGlossaryAsync(CancellationToken cancellationToken) =>
        GetAsync<List<GlossaryTerm>>("api/glossary", cancellationToken);

    public async Task PutGlossaryAsync(IReadOnlyList<GlossaryTerm> terms, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/glossary") { Content = JsonContent.Create(terms, options: CliJson.Options) };
        using var response = await SendAsync(request, cancellationToken);
    }

    public Task<SubtitleDocument> GetSubtitlesAsync(string id, CancellationToken cancellationToken) =>
        GetAsync<SubtitleDocument>(Path(id, "subtitles"), cancellationToken);

    public async Task<SubtitleDocument> PutSubtitlesAsync(string id, IReadOnlyList<Cue> cues, string etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Path(id, "subtitles"))
        {
            Content = JsonContent.Create(new CuesBody(cues), options: CliJson.Options),
        };
        AddIfMatch(request, etag);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<SubtitleDocument>(response, cancellationToken);
    }

    /// <summary>One cue as the dub would say it: a WAV file.</summary>
    public async Task<byte[]> SpeakAsync(string id, Cue cue, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(id, "review/speak")) { Content = JsonContent.Create(new SpeakBody(cue), options: CliJson.Options) };
        using var response = await SendAsync(request, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    public async Task<JobView> ApproveAsync(string id, string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path(id, "approve"));
        if (etag is not null)
            AddIfMatch(request, etag);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<JobView>(response, cancellationToken);
    }

    public Task<JobView> ReviseAsync(string id, IReadOnlyList<Cue> cues, CancellationToken cancellationToken) =>
        PostAsync<JobView>(Path(id, "revise"), JsonContent.Create(new CuesBody(cues), options: CliJson.Options), cancellationToken);

    public Task<QueueView> GetQueueAsync(CancellationToken cancellationToken) =>
        GetAsync<QueueView>("api/queue", cancellationToken);

    public Task<QueuePlace> GetForecastAsync(IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken) =>
        GetAsync<QueuePlace>(
            "api/queue/forecast?" + string.Join('&', query.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}")),
            cancellationToken);

    /// <summary>Where the video of the sample is.</summary>
    public const string SampleSource = "api/sample/source";

    /// <summary>Where a result file of the sample is.</summary>
    public static string SampleFileAddress(string name) => $"api/sample/files/{EscapeName(name)}";

    public Task<JobView> GetSampleAsync(CancellationToken cancellationToken) => GetAsync<JobView>("api/sample", cancellationToken);

    public Task<LanguageCatalogue> GetLanguagesAsync(CancellationToken cancellationToken) =>
        GetAsync<LanguageCatalogue>("api/languages", cancellationToken);

    public Task<MeView> GetMeAsync(CancellationToken cancellationToken) => GetAsync<MeView>("api/me", cancellationToken);

    /// <summary>As it comes, so that nothing is left out that a newer service says.</summary>
    public Task<JsonObject> ExportMeAsync(CancellationToken cancellationToken) => GetAsync<JsonObject>("api/me/export", cancellationToken);

    /// <summary>Where a result file of a job is.</summary>
    public static string FileAddress(string id, string name) => $"{Path(id, "files")}/{EscapeName(name)}";

    /// <summary>Opens a file from <paramref name="offset"/> on; the answer's status says whether it is a part (206).</summary>
    public async Task<HttpResponseMessage> OpenFileAsync(string address, long offset, EntityTagHeaderValue? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
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

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
    }

    private async Task<T> PostAsync<T>(string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<T>(response, cancellationToken);
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

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(CliJson.Options, cancellationToken)
                ?? throw new ServiceException("bad_answer", "The service answered with nothing.", HttpStatusCode.BadGateway);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ServiceException("bad_answer", $"The service's answer is not what this version understands: {e.Message}", HttpStatusCode.InternalServerError, innerException: e);
        }
    }
}
