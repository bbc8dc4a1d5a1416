using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>Review, subtitles and glossaries over HTTP. See <see cref="HttpFunctions"/> for the level of authorization.</summary>
public sealed class SubtitleFunctions(HttpFunctions http)
{
    [Function("SubtitlesGet")]
    public Task<IResult> SubtitlesGetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}/subtitles")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("SubtitlesGet", request, client);

    [Function("SubtitlesPut")]
    public Task<IResult> SubtitlesPutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/jobs/{id}/subtitles")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("SubtitlesPut", request, client);

    [Function("ReviewSpeak")]
    public Task<IResult> ReviewSpeakAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/jobs/{id}/review/speak")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("ReviewSpeak", request, client);

    [Function("JobsWaveform")]
    public Task<IResult> JobsWaveformAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/jobs/{id}/waveform")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsWaveform", request, client);

    [Function("JobsApprove")]
    public Task<IResult> JobsApproveAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/jobs/{id}/approve")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsApprove", request, client);

    [Function("JobsRevise")]
    public Task<IResult> JobsReviseAsync([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "api/jobs/{id}/revise")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("JobsRevise", request, client);

    [Function("GlossaryGet")]
    public Task<IResult> GlossaryGetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "GET", "HEAD", Route = "api/glossary")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("GlossaryGet", request, client);

    [Function("GlossaryPut")]
    public Task<IResult> GlossaryPutAsync([HttpTrigger(AuthorizationLevel.Anonymous, "PUT", Route = "api/glossary")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        http.InvokeAsync("GlossaryPut", request, client);
}
