using TransVox.Api.Endpoints;
using TransVox.Api.Submit;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Sources;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Fuzz;

/// <summary>JSON bodies: the first byte says of which request, and what is read goes through the rules of that request.</summary>
internal static class BodyTarget
{
    private static readonly Func<ApiRequest, Task>[] Kinds =
    [
        SubmitAsync,
        async request => Cues((await request.ReadJsonAsync<CuesBody>()).Cues),
        async request => Cues([(await request.ReadJsonAsync<SpeakBody>()).Cue]),
        async request => SubmitChecks.CheckGlossary([.. (await request.ReadJsonAsync<List<Contract.Dubbing.GlossaryTerm>>()).Select(term => term.ToDomain())]),
        async request => AddressTarget.Check((await request.ReadJsonAsync<NewWebhookRequest>()).Url),
        async request => AddressTarget.Check((await request.ReadJsonAsync<WebhookChange>()).Url),
        async request => LimitsRules.Require(await request.ReadJsonAsync<LiveLimits>()),
        async request => LimitsRules.RequireUser("user", await request.ReadJsonAsync<UserLimits>()),
        async request => NameTarget.Check((await request.ReadJsonAsync<UploadBody>()).FileName),
        async request => _ = UserIds.IsValid((await request.ReadJsonAsync<NewKeyRequest>()).UserId),
        async request => _ = await request.ReadOptionalJsonAsync<RetryBody>(),
        async request => _ = await request.ReadOptionalJsonAsync<EraseUserBody>(),
    ];

    public static void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        try
        {
            Kinds[input[0] % Kinds.Length](Requests.WithJson(input[1..])).GetAwaiter().GetResult();
        }
        catch (RequestException)
        {
            // Refused, with a reason.
        }
    }

    private static async Task SubmitAsync(ApiRequest request)
    {
        var body = await request.ReadJsonAsync<SubmitBody>();
        var name = body.FileName ?? body.UploadId ?? (body.SourceUrl is { } address ? SourceAddresses.NameOf(address) : "video.mp4");
        Submitted.Check(body.ToCommand(name, "key"));
    }

    private static void Cues(IReadOnlyList<Contract.Dubbing.Cue> body)
    {
        var cues = body.Select(cue => cue.ToDomain()).ToList();
        CueRules.Require(cues, 60);
        _ = CueRules.KeepMarks(cues, cues);
        _ = CueMarkup.Restore(cues, cues);
        foreach (var cue in cues)
            _ = SpokenText.From(cue.Translation ?? cue.Text, "en");
        SubtitleTarget.WriteAll(cues);
    }
}
