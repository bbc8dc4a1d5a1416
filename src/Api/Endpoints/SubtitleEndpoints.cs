using Microsoft.AspNetCore.Http;
using TransVox.Api.Results;
using TransVox.Api.Submit;
using TransVox.Contract.Dubbing;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers of the review: cues, approval, revision; and the glossary.</summary>
internal static class SubtitleEndpoints
{
    /// <summary>A hundred thousand cues with source and target text.</summary>
    public const long MaxBody = 48 * 1024 * 1024;

    public static async Task<IResult> GetAsync(ApiRequest request) =>
        Document(await request.Jobs.GetSubtitlesAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled));

    public static async Task<IResult> PutAsync(ApiRequest request)
    {
        var ifMatch = ETags.ReadIfMatch(request.Http.Request.Headers)
            ?? throw new RequestException(ErrorCodes.PreconditionFailed, "Send the ETag of the subtitles that you edited as If-Match.");
        var body = await request.ReadJsonAsync<CuesBody>();
        return Document(await request.Jobs.PutSubtitlesAsync(request.Caller, JobEndpoints.JobId(request), body.Cues, ifMatch, request.Cancelled));
    }

    public static async Task<IResult> SpeakAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<SpeakBody>();
        var sound = await request.Jobs.SpeakAsync(request.Caller, JobEndpoints.JobId(request), body.Cue, request.Cancelled);
        // Spoken with the voice of the moment: another time it may sound otherwise.
        request.Http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(sound, "audio/wav");
    }

    public static async Task<IResult> ApproveAsync(ApiRequest request)
    {
        var ifMatch = ETags.ReadIfMatch(request.Http.Request.Headers);
        var job = await request.Jobs.ApproveAsync(request.Caller, JobEndpoints.JobId(request), ifMatch, request.Cancelled);
        return new JsonAnswer(job, StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> ReviseAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<CuesBody>();
        return SubmitHandler.Accepted(
            request.Http, await request.Jobs.ReviseAsync(request.Caller, JobEndpoints.JobId(request), body.Cues, request.Cancelled));
    }

    public static async Task<IResult> GetGlossaryAsync(ApiRequest request) =>
        new JsonAnswer(await request.Jobs.GetGlossaryAsync(request.Caller, request.Cancelled));

    public static async Task<IResult> PutGlossaryAsync(ApiRequest request)
    {
        var terms = await request.ReadJsonAsync<List<GlossaryTerm>>();
        await request.Jobs.PutGlossaryAsync(request.Caller, terms, request.Cancelled);
        return new JsonAnswer(await request.Jobs.GetGlossaryAsync(request.Caller, request.Cancelled));
    }

    private static JsonAnswer Document(SubtitleDocument document) => new(document, version: document.ETag);
}
