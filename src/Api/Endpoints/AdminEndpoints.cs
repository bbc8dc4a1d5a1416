using System.Globalization;
using Microsoft.AspNetCore.Http;
using TransVox.Api.Identity;
using TransVox.Api.Results;
using TransVox.Api.Submit;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers for administrators.</summary>
internal static class AdminEndpoints
{
    private const int MaxAudit = 1000;

    public static async Task<IResult> GetLimitsAsync(ApiRequest request) => Limits(await request.Admin.GetLimitsAsync(request.Cancelled));

    public static async Task<IResult> PutLimitsAsync(ApiRequest request)
    {
        var ifMatch = ETags.ReadIfMatch(request.Http.Request.Headers);
        var limits = await request.ReadJsonAsync<LiveLimits>();
        return Limits(await request.Admin.PutLimitsAsync(request.Caller, limits, ifMatch, request.Cancelled));
    }

    public static async Task<IResult> PutUserAsync(ApiRequest request)
    {
        var limits = await request.ReadJsonAsync<UserLimits>();
        return Limits(await request.Admin.SetUserAsync(request.Caller, UserId(request), limits, request.Cancelled));
    }

    public static async Task<IResult> DeleteUserAsync(ApiRequest request) =>
        Limits(await request.Admin.SetUserAsync(request.Caller, UserId(request), null, request.Cancelled));

    public static async Task<IResult> EraseUserAsync(ApiRequest request)
    {
        var body = await request.ReadOptionalJsonAsync<EraseUserBody>();
        var erasure = await request.Admin.EraseUserAsync(request.Caller, UserId(request), body?.Confirm, request.Cancelled);
        return new JsonAnswer(erasure, StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> ErasuresAsync(ApiRequest request) => new JsonAnswer(await request.Admin.GetErasuresAsync(request.Cancelled));

    public static Task<IResult> PauseAsync(ApiRequest request) => SetModeAsync(request, PoolMode.Paused);

    public static Task<IResult> ResumeAsync(ApiRequest request) => SetModeAsync(request, PoolMode.Active);

    public static Task<IResult> DrainAsync(ApiRequest request) => SetModeAsync(request, PoolMode.Draining);

    public static async Task<IResult> QuarantineAsync(ApiRequest request) =>
        new JsonAnswer(await request.Admin.GetQuarantineAsync(request.Cancelled));

    public static async Task<IResult> ReleaseAsync(ApiRequest request) => SubmitHandler.Accepted(
        request.Http, await request.Admin.ReleaseQuarantineAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled));

    public static async Task<IResult> AuditAsync(ApiRequest request) =>
        new JsonAnswer(await request.Admin.GetAuditAsync(request.QueryInt("limit", 100, 1, MaxAudit), request.Cancelled));

    public static async Task<IResult> ReapAsync(ApiRequest request) => new JsonAnswer(await request.Admin.ReapAsync(request.Cancelled));

    public static async Task<IResult> KeysAsync(ApiRequest request) =>
        new JsonAnswer(await request.Service<ApiKeyService>().ListAsync(request.Cancelled));

    public static async Task<IResult> CreateKeyAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<NewKeyRequest>();
        var key = await request.Service<ApiKeyService>().CreateAsync(body.UserId, body.Admin, body.Note, request.Caller.UserId, request.Cancelled);
        request.Http.Response.Headers.CacheControl = "no-store";
        return new JsonAnswer(key, StatusCodes.Status201Created);
    }

    public static async Task<IResult> RevokeKeyAsync(ApiRequest request)
    {
        await request.Service<ApiKeyService>().RevokeAsync(request.Route("keyId"), request.Caller.UserId, request.Cancelled);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SetModeAsync(ApiRequest request, PoolMode mode)
    {
        var pool = request.Route("pool");
        if (pool.Length is 0 or > 64 || !pool.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new RequestException(ErrorCodes.NotFound, "There is no such pool.");
        return new JsonAnswer(await request.Admin.SetPoolModeAsync(request.Caller, pool, mode, request.Cancelled));
    }

    private static string UserId(ApiRequest request)
    {
        var id = request.Route("userId");
        return UserIds.IsValid(id) ? id : throw ApiRequest.Invalid("The address holds no user id: 1 to 64 of a-z, 0-9, '-' and '_'.");
    }

    private static JsonAnswer Limits(LiveLimits limits) => new(limits, version: limits.Version.ToString(CultureInfo.InvariantCulture));
}
