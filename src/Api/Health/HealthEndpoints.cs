using Microsoft.AspNetCore.Http;
using TransVox.Api.Endpoints;
using TransVox.Api.Results;

namespace TransVox.Api.Health;

/// <summary>Handlers of <c>/health</c>.</summary>
internal static class HealthEndpoints
{
    /// <summary>The process answers; restarting it would help nothing else.</summary>
    public static Task<IResult> LiveAsync(ApiRequest request) =>
        Task.FromResult<IResult>(new JsonAnswer(new HealthReport("healthy", [])));

    /// <summary>Everything that it needs answers too.</summary>
    public static async Task<IResult> ReadyAsync(ApiRequest request)
    {
        var report = await request.Service<HealthMonitor>().AskAsync(request.Cancelled);
        return new JsonAnswer(report, report.Status == "healthy" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
