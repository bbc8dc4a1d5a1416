using Microsoft.AspNetCore.Http;
using TransVox.Api.Results;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers of the sample, which is the same for whoever asks.</summary>
internal static class SampleEndpoints
{
    public static async Task<IResult> GetAsync(ApiRequest request) => new JsonAnswer(await Service(request).GetAsync(request.Cancelled));

    public static async Task<IResult> FileAsync(ApiRequest request)
    {
        var attach = request.QueryFlag("download");
        return new FileAnswer(await Service(request).OpenFileAsync(FileEndpoints.Name(request), request.Cancelled), attach);
    }

    public static async Task<IResult> SourceAsync(ApiRequest request)
    {
        var attach = request.QueryFlag("download");
        return new FileAnswer(await Service(request).OpenSourceAsync(request.Cancelled), attach);
    }

    private static ISampleService Service(ApiRequest request) => request.Service<ISampleService>();
}
