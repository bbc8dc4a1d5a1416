using Microsoft.AspNetCore.Http;
using TransVox.Api.Results;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Endpoints;

/// <summary>Handlers of result files and of the source.</summary>
internal static class FileEndpoints
{
    private const int MaxName = 1024;

    public static async Task<IResult> GetAsync(ApiRequest request)
    {
        var name = Name(request);
        var attach = request.QueryFlag("download");
        return new FileAnswer(await request.Jobs.OpenFileAsync(request.Caller, JobEndpoints.JobId(request), name, request.Cancelled), attach);
    }

    public static async Task<IResult> SourceAsync(ApiRequest request)
    {
        var attach = request.QueryFlag("download");
        return new FileAnswer(await request.Jobs.OpenSourceAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled), attach);
    }

    public static async Task<IResult> WaveformAsync(ApiRequest request) =>
        new FileAnswer(await request.Jobs.OpenWaveformAsync(request.Caller, JobEndpoints.JobId(request), request.Cancelled), attach: true);

    /// <summary>The file's name in the path.</summary>
    /// <exception cref="RequestException"><c>not_found</c>: it can be none.</exception>
    internal static string Name(ApiRequest request) =>
        request.Route("name") is var name && IsRelativeName(name) ? name : throw new RequestException(ErrorCodes.NotFound, "There is no such file.");

    /// <summary>
    /// Names are looked up in the job's own list of files; this keeps what could never be in it from getting that far: empty segments,
    /// dots, backslashes, control characters.
    /// </summary>
    internal static bool IsRelativeName(string name) =>
        name.Length is > 0 and <= MaxName
        && !name.Any(c => char.IsControl(c) || c == '\\')
        && name.Split('/').All(segment => segment is not ("" or "." or ".."));
}
