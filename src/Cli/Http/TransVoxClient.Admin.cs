using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransVox.Cli.Contract;

namespace TransVox.Cli.Http;

internal sealed partial class TransVoxClient
{
    /// <summary>Limits as JSON: members that this version does not know must survive a change.</summary>
    public async Task<(JsonObject Limits, string? ETag)> GetLimitsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/admin/limits");
        using var response = await SendAsync(request, cancellationToken);
        return (await ReadAsync(response, CliJson.Default.JsonObject, cancellationToken), response.Headers.ETag?.ToString());
    }

    public async Task<JsonObject> PutLimitsAsync(JsonObject limits, string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/admin/limits")
        {
            Content = JsonContent.Create(limits, CliJson.Default.JsonObject),
        };
        if (etag is not null)
            AddIfMatch(request, etag);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, CliJson.Default.JsonObject, cancellationToken);
    }

    public async Task<JsonObject> PutUserAsync(string userId, UserOverride limits, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/admin/users/{Uri.EscapeDataString(userId)}")
        {
            Content = JsonContent.Create(limits, CliJson.Default.UserOverride),
        };
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, CliJson.Default.JsonObject, cancellationToken);
    }

    public async Task<JsonObject> DeleteUserAsync(string userId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"api/admin/users/{Uri.EscapeDataString(userId)}");
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync(response, CliJson.Default.JsonObject, cancellationToken);
    }

    public Task<PoolView> SetPoolModeAsync(string pool, string action, CancellationToken cancellationToken) =>
        PostAsync($"api/admin/pools/{Uri.EscapeDataString(pool)}/{action}", null, CliJson.Default.PoolView, cancellationToken);

    public Task<List<QuarantineEntry>> GetQuarantineAsync(CancellationToken cancellationToken) =>
        GetAsync("api/admin/quarantine", CliJson.Default.ListQuarantineEntry, cancellationToken);

    public Task<Job> ReleaseAsync(string jobId, CancellationToken cancellationToken) =>
        PostAsync($"api/admin/quarantine/{Uri.EscapeDataString(jobId)}/release", null, CliJson.Default.Job, cancellationToken);

    public Task<List<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken) =>
        GetAsync($"api/admin/audit?limit={limit}", CliJson.Default.ListAuditEntry, cancellationToken);

    public Task<ReapReport> ReapAsync(CancellationToken cancellationToken) =>
        PostAsync("api/admin/reap", null, CliJson.Default.ReapReport, cancellationToken);

    public Task<List<KeyInfo>> GetKeysAsync(CancellationToken cancellationToken) =>
        GetAsync("api/admin/keys", CliJson.Default.ListKeyInfo, cancellationToken);

    public Task<NewKey> CreateKeyAsync(KeyRequest key, CancellationToken cancellationToken) =>
        PostAsync("api/admin/keys", JsonContent.Create(key, CliJson.Default.KeyRequest), CliJson.Default.NewKey, cancellationToken);

    public async Task RevokeKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"api/admin/keys/{Uri.EscapeDataString(keyId)}");
        using var response = await SendAsync(request, cancellationToken);
    }
}
