using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TransVox.TestKit;

/// <summary>A user of the service's HTTP interface. Knows the contract (docs/http.md) and nothing of the code behind it.</summary>
public sealed class ServiceCaller : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http;

    /// <param name="url">Base address.</param>
    /// <param name="userId">Who calls.</param>
    /// <param name="key">API key, or null for the development identity.</param>
    /// <param name="admin">With the development identity: as administrator.</param>
    public ServiceCaller(string url, string userId, string? key = null, bool admin = false)
    {
        UserId = userId;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(100) };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        else
        {
            _http.DefaultRequestHeaders.Add("X-Dev-User", userId);
            if (admin)
                _http.DefaultRequestHeaders.Add("X-Dev-Admin", "true");
        }
    }

    public string UserId { get; }

    public HttpClient Http => _http;

    public void Dispose() => _http.Dispose();

    /// <summary>Uploads a video in one request; the answer may be a refusal.</summary>
    public Task<ServiceAnswer> TrySubmitAsync(byte[] video, string fileName = "talk.mp4", string? idempotencyKey = null, params (string Name, string Value)[] fields) =>
        TrySubmitAsync(new ByteArrayContent(video), fileName, idempotencyKey, fields);

    /// <summary>The same for a video that is made as it is sent.</summary>
    public async Task<ServiceAnswer> TrySubmitAsync(HttpContent video, string fileName, string? idempotencyKey = null, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Any(f => f.Name is "targetLanguage" or "targetLanguages") ? fields : [("targetLanguage", "es"), .. fields])
            form.Add(new StringContent(value), name);
        form.Add(video, "video", "video.bin");
        video.Headers.ContentDisposition!.FileNameStar = fileName;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/jobs") { Content = form };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await SendAsync(request);
    }

    /// <summary>Submits and expects to be taken; returns the job's id.</summary>
    public async Task<string> SubmitAsync(VideoPlan plan, params (string Name, string Value)[] fields)
    {
        var answer = await TrySubmitAsync(plan.ToBytes(), plan.Id + ".mp4", null, fields);
        if (answer.Status != 202)
            throw new InvalidOperationException($"Not taken: {answer.Status} {answer.Body}");
        return answer.Json["id"]!.GetValue<string>();
    }

    public Task<ServiceAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ServiceAnswer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<ServiceAnswer> PutAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Put, path, body, headers);

    public Task<ServiceAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, []);

    public Task<ServiceAnswer> CancelAsync(string jobId) => PostAsync($"/api/jobs/{jobId}/cancel");

    /// <summary>The job; it must exist.</summary>
    public async Task<JsonNode> JobAsync(string jobId)
    {
        var answer = await GetAsync($"/api/jobs/{jobId}");
        return answer.Status == 200 ? answer.Json : throw new InvalidOperationException($"Job {jobId}: {answer.Status} {answer.Body}");
    }

    /// <summary>Waits until the job is in one of the states.</summary>
    public Task<JsonNode> WaitForStateAsync(string jobId, TimeSpan? within, params string[] states) =>
        WaitForAsync(jobId, $"is {string.Join(" or ", states)}", job => states.Contains(job["state"]!.GetValue<string>()), within);

    /// <summary>Waits for the end and expects this one.</summary>
    public async Task<JsonNode> WaitForEndAsync(string jobId, string expected = "Completed", TimeSpan? within = null)
    {
        var job = await WaitForStateAsync(jobId, within, "Completed", "Failed", "Cancelled", "TimedOut", "Rejected");
        var state = job["state"]!.GetValue<string>();
        return state == expected ? job : throw new InvalidOperationException($"Job {jobId} ended {state}, not {expected}: {job["error"]?.ToJsonString()}");
    }

    /// <summary>Waits until the job runs this stage.</summary>
    public Task<JsonNode> WaitForStageAsync(string jobId, string stage, TimeSpan? within = null) => WaitForAsync(
        jobId,
        $"runs {stage}",
        job => job["stages"]!.AsArray().Any(s => s!["stage"]!.GetValue<string>() == stage && s["state"]!.GetValue<string>() == "Running"),
        within);

    /// <summary>Waits until something is true of the job; a timeout tells what the job was like.</summary>
    public async Task<JsonNode> WaitForAsync(string jobId, string what, Func<JsonNode, bool> condition, TimeSpan? within = null)
    {
        JsonNode? last = null;
        try
        {
            return await Eventually.GetAsync($"job {jobId} {what}", async () => condition(last = await JobAsync(jobId)) ? last : null, within ?? TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Last seen: {last?.ToJsonString()}");
        }
    }

    public async Task<ServiceAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new ServiceAnswer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    private async Task<ServiceAnswer> SendAsync(HttpMethod method, string path, object? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body as string ?? (body as JsonNode)?.ToJsonString() ?? JsonSerializer.Serialize(body, Web), Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }
}
