using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TransVox.Cli.Http;

internal sealed partial class TransVoxClient
{
    /// <summary>Limits as JSON: members that this version does not know must survive a change.</summary>
    public async Task<(JsonObject Limits, string? ETag)> GetLimitsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/admin/limits");
        using var response = await SendAsync(request, cancellationToken);
        return (await ReadAsync<JsonObject>(response, cancellationToken), response.Headers.ETag?.ToString());
    }

    public async Task<JsonObject> PutLimitsAsync(JsonObject limits, string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/admin/limits")
        {
            Content = JsonContent.Create(limits, options: CliJson.Options),
        };
        if (etag is not null)
            AddIfMatch(request, etag);
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<JsonObject>(response, cancellationToken);
    }

    public async Task<JsonObject> PutUserAsync(string userId, UserLimits limits, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/admin/users/{Uri.EscapeDataString(userId)}")
        {
            Content = JsonContent.Create(limits, options: CliJson.Options),
        };
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<JsonObject>(response, cancellationToken);
    }

    public async Task<JsonObject> DeleteUserAsync(string userId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"api/admin/users/{Uri.EscapeDataString(userId)}");
        using var response = await SendAsync(request, cancellationToken);
        return await ReadAsync<JsonObject>(response, cancellationToken);
    }

    public Task<UserErasure> EraseUserAsync(string userId, string? confirm, CancellationToken cancellationToken) => PostAsync<UserErasure>(
        $"api/admin/users/{Uri.EscapeDataString(userId)}/erase",
        confirm is null ? null : JsonContent.Create(new EraseUserBody(confirm), options: CliJson.Options),
        cancellationToken);

    public Task<List<UserErasure>> GetErasuresAsync(CancellationToken cancellationToken) =>
        GetAsync<List<UserErasure>>("api/admin/erasures", cancellationToken);

    public Task<PoolView> SetPoolModeAsync(string pool, string action, CancellationToken cancellationToken) =>
        PostAsync<PoolView>($"api/admin/pools/{Uri.EscapeDataString(pool)}/{action}", null, cancellationToken);

    public Task<List<QuarantineEntry>> GetQuarantineAsync(CancellationToken cancellationToken) =>
        GetAsync<List<QuarantineEntry>>("api/admin/quarantine", cancellationToken);

    public Task<JobView> ReleaseAsync(string jobId, CancellationToken cancellationToken) =>
        PostAsync<JobView>($"api/admin/quarantine/{Uri.EscapeDataString(jobId)}/release", null, cancellationToken);

    public Task<List<AuditEntry>> GetAuditAsync(int limit, CancellationToken cancellationToken) =>
        GetAsync<List<AuditEntry>>($"api/admin/audit?limit={limit}", cancellationToken);

    public Task<ReapReport> ReapAsync(CancellationToken cancellationToken) =>
        PostAsync<ReapReport>("api/admin/reap", null, cancellationToken);

    public Task<List<ApiKeyView>> GetKeysAsync(CancellationToken cancellationToken) =>
        GetAsync<List<ApiKeyView>>("api/admin/keys", cancellationToken);

    public Task<NewApiKey> CreateKeyAsync(NewKeyRequest key, CancellationToken cancellationToken) =>
        PostAsync<NewApiKey>("api/admin/keys", JsonContent.Create(key, options: CliJson.Options), cancellationToken);

    public async Task RevokeKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"api/admin/keys/{Uri.EscapeDataString(keyId)}");
        using var response = await SendAsync(request, cancellationToken);
    }
}
