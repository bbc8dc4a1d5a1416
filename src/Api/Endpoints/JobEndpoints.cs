using Microsoft.AspNetCore.Http;
using TransVox.Api.Identity;
using TransVox.Api.Results;
using TransVox.Api.Submit;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers of jobs.</summary>
internal static class JobEndpoints
{
    private const int MaxPage = 200;
    private const int DefaultPage = 50;
    private const int LongestVideo = 24 * 3600;

    public static Task<IResult> SubmitAsync(ApiRequest request) => request.Service<SubmitHandler>().SubmitAsync(request);

    public static async Task<IResult> ListAsync(ApiRequest request) =>
        new JsonAnswer(await request.Jobs.ListAsync(request.Caller, FilterOf(request), request.Cancelled));

    /// <summary>Which jobs a list is of.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>, or <c>forbidden</c> for the jobs of others.</exception>
    internal static JobFilter FilterOf(ApiRequest request)
    {
        var filter = new JobFilter(
            StatesOf(request),
            request.QueryInt("limit", DefaultPage, 1, MaxPage),
            request.Query("after"),
            request.QueryFlag("all"),
            request.Query("user"),
            request.Query("idempotencyKey") is { } key ? SubmitHandler.ValidKey(key) : null);
        if ((filter.AllUsers || filter.UserId is not null) && !request.Caller.IsAdmin)
            throw new RequestException(ErrorCodes.Forbidden, "Only an administrator can list the jobs of others.");
        if (filter.UserId is { } user && !UserIds.OwnsJobs(user))
            throw ApiRequest.Invalid("'user' is not a user id.");
        if (filter.After is { Length: > 4096 })
            throw ApiRequest.Invalid("'after' is not a token of an earlier page.");
        return filter;
    }

    public static async Task<IResult> GetAsync(ApiRequest request) =>
        new JsonAnswer(await request.Jobs.GetAsync(request.Caller, JobId(request), request.Cancelled));

    public static async Task<IResult> TimelineAsync(ApiRequest request) => new JsonAnswer(await request.Jobs.GetTimelineAsync(
        request.Caller, JobId(request), request.Query("after"), request.QueryInt("limit", DefaultPage * 4, 1, TimelineService.MaxPage), request.Cancelled));

    public static async Task<IResult> CancelAsync(ApiRequest request) =>
        new JsonAnswer(await request.Jobs.CancelAsync(request.Caller, JobId(request), request.Cancelled), StatusCodes.Status202Accepted);

    public static async Task<IResult> DeleteAsync(ApiRequest request)
    {
        await request.Jobs.DeleteAsync(request.Caller, JobId(request), request.Cancelled);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> RetryAsync(ApiRequest request)
    {
        var body = await request.ReadOptionalJsonAsync<RetryBody>();
        return SubmitHandler.Accepted(
            request.Http, await request.Jobs.RetryAsync(request.Caller, JobId(request), body?.FromStage, request.Cancelled));
    }

    public static async Task<IResult> CreateUploadAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<UploadBody>();
        if (body.Size is <= 0)
            throw ApiRequest.Invalid("'size' must be the number of bytes of the file.");
        var link = await request.Jobs.CreateUploadAsync(request.Caller, body.FileName, body.Size, request.Cancelled);
        return new JsonAnswer(link, StatusCodes.Status201Created);
    }

    public static async Task<IResult> QueueAsync(ApiRequest request) =>
        new JsonAnswer(await request.Jobs.GetQueueAsync(request.Caller, request.Cancelled));

    public static async Task<IResult> ForecastAsync(ApiRequest request)
    {
        var query = new ForecastQuery(
            request.Query("seconds") is null ? null : request.QueryInt("seconds", 0, 1, LongestVideo),
            request.QueryEnum<JobPriority>("priority") ?? JobPriority.Normal,
            (request.QueryEnum<OutputKind>("output") ?? OutputKind.Video).ToDomain(),
            request.Query("profile"),
            request.Query("pool"));
        return new JsonAnswer(await request.Jobs.ForecastAsync(request.Caller, query, request.Cancelled));
    }

    public static async Task<IResult> MeAsync(ApiRequest request) =>
        new JsonAnswer(await request.Jobs.GetMeAsync(request.Caller, request.Cancelled));

    /// <summary>A file to keep, with the keys that only the API knows.</summary>
    public static async Task<IResult> ExportAsync(ApiRequest request)
    {
        var export = await request.Jobs.ExportAsync(request.Caller, request.Cancelled);
        var keys = await request.Service<ApiKeyService>().ListAsync(request.Cancelled);
        request.Http.Response.Headers.ContentDisposition = $"attachment; filename=\"transvox-{request.Caller.UserId}.json\"";
        return new JsonAnswer(export with { Keys = [.. keys.Where(key => key.UserId == request.Caller.UserId)] });
    }

    public static Task<IResult> LanguagesAsync(ApiRequest request) =>
        Task.FromResult<IResult>(new JsonAnswer(request.Jobs.GetLanguages()));

    /// <summary>
    /// The id in the path. What cannot be one is somebody's mistake or attempt, and is answered as what it is: not there.
    /// </summary>
    internal static string JobId(ApiRequest request)
    {
        var id = request.Route("id");
        return id.Length is > 0 and <= 200 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? id
            : throw new RequestException(ErrorCodes.NotFound, "There is no such job.");
    }

    private static List<JobState>? StatesOf(ApiRequest request)
    {
        var given = request.Http.Request.Query["state"].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (given.Count == 0)
            return null;
        var names = Enum.GetNames<JobState>();
        return [.. given.Select(text =>
        {
            var name = names.FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase))
                ?? throw ApiRequest.Invalid($"'state' must be one or more, with commas, of {string.Join(", ", names)}.");
            return Enum.Parse<JobState>(name);
        }).Distinct()];
    }
}
