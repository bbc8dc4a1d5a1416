using Microsoft.AspNetCore.Http;
using TransVox.Api.Results;
using TransVox.Orchestration.Moves;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers of moves between services.</summary>
internal static class MoveEndpoints
{
    public static async Task<IResult> GetBundleAsync(ApiRequest request) =>
        new BundleAnswer(await Exporter(request).OpenBundleAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled));

    public static async Task<IResult> PutBundleAsync(ApiRequest request) =>
        new JsonAnswer(await Importer(request).ImportAsync(request.Caller, JobEndpoints.JobId(request), request.Http.Request.Body, request.Cancelled));

    public static async Task<IResult> DeleteBundleAsync(ApiRequest request)
    {
        await Importer(request).DropAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> WithdrawAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<WithdrawBody>();
        if (body.Move is not { Length: > 0 and <= 64 })
            throw ApiRequest.Invalid("'move' must have 1 to 64 characters.");
        return new JsonAnswer(await Exporter(request).WithdrawAsync(request.Caller, JobEndpoints.JobId(request), body.Move, request.Cancelled));
    }

    public static async Task<IResult> ReleaseAsync(ApiRequest request) =>
        new JsonAnswer(await Importer(request).ReleaseAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled));

    private static MoveExporter Exporter(ApiRequest request) => request.Service<MoveExporter>();

    private static MoveImporter Importer(ApiRequest request) => request.Service<MoveImporter>();
}
