using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>The operator's endpoints. See <see cref="HttpFunctions"/> for the level of authorization.</summary>
public sealed class AdminFunctions(HttpFunctions http)
{
    [Function("AdminLimitsGet")]
    public Task<IResult> AdminLimitsGetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/admin/limits")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminLimitsGet", request, client);

    [Function("AdminLimitsPut")]
    public Task<IResult> AdminLimitsPutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/admin/limits")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminLimitsPut", request, client);

    [Function("AdminUserPut")]
    public Task<IResult> AdminUserPutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/admin/users/{userId}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminUserPut", request, client);

    [Function("AdminUserDelete")]
    public Task<IResult> AdminUserDeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "DELETE", Route = "api/admin/users/{userId}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminUserDelete", request, client);

    [Function("AdminUserErase")]
    public Task<IResult> AdminUserEraseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/users/{userId}/erase")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminUserErase", request, client);

    [Function("AdminErasures")]
    public Task<IResult> AdminErasuresAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/admin/erasures")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminErasures", request, client);

    [Function("AdminPoolPause")]
    public Task<IResult> AdminPoolPauseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/pools/{pool}/pause")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminPoolPause", request, client);

    [Function("AdminPoolResume")]
    public Task<IResult> AdminPoolResumeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/pools/{pool}/resume")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminPoolResume", request, client);

    [Function("AdminPoolDrain")]
    public Task<IResult> AdminPoolDrainAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/pools/{pool}/drain")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminPoolDrain", request, client);

    [Function("AdminQuarantine")]
    public Task<IResult> AdminQuarantineAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/admin/quarantine")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminQuarantine", request, client);

    [Function("AdminQuarantineRelease")]
    public Task<IResult> AdminQuarantineReleaseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/quarantine/{id}/release")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminQuarantineRelease", request, client);

    [Function("AdminAudit")]
    public Task<IResult> AdminAuditAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/admin/audit")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminAudit", request, client);

    [Function("AdminReap")]
    public Task<IResult> AdminReapAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/reap")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminReap", request, client);

    [Function("AdminKeysList")]
    public Task<IResult> AdminKeysListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/admin/keys")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminKeysList", request, client);

    [Function("AdminKeysCreate")]
    public Task<IResult> AdminKeysCreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/keys")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminKeysCreate", request, client);

    [Function("AdminKeysRevoke")]
    public Task<IResult> AdminKeysRevokeAsync([HttpTrigger(AuthorizationLevel.Anonymous, "DELETE", Route = "api/admin/keys/{keyId}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminKeysRevoke", request, client);

    [Function("AdminBundleGet")]
    public Task<IResult> AdminBundleGetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/admin/jobs/{id}/bundle")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminBundleGet", request, client);

    [Function("AdminBundlePut")]
    public Task<IResult> AdminBundlePutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/admin/jobs/{id}/bundle")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminBundlePut", request, client);

    [Function("AdminBundleDelete")]
    public Task<IResult> AdminBundleDeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "DELETE", Route = "api/admin/jobs/{id}/bundle")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminBundleDelete", request, client);

    [Function("AdminJobWithdraw")]
    public Task<IResult> AdminJobWithdrawAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/jobs/{id}/withdraw")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminJobWithdraw", request, client);

    [Function("AdminJobRelease")]
    public Task<IResult> AdminJobReleaseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/admin/jobs/{id}/release")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("AdminJobRelease", request, client);
}
