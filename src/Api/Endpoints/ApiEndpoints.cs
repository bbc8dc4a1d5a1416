using System.Collections.Frozen;
using TransVox.Api.Events;
using TransVox.Api.Health;
using TransVox.Api.Pages;
using static TransVox.Api.Endpoints.ApiAccess;

namespace TransVox.Api.Endpoints;

/// <summary>All endpoints, of both hosts.</summary>
public static class ApiEndpoints
{
    private const long Small = 64 * 1024;
    private const long Medium = 1024 * 1024;

    /// <summary>The table, by path.</summary>
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("JobsSubmit", "POST", "api/jobs", User, JobEndpoints.SubmitAsync) { MaxBody = null, Docs = JobDocs.Submit },
        new("JobsList", "GET", "api/jobs", User, JobEndpoints.ListAsync) { Docs = JobDocs.List },
        new("JobsGet", "GET", "api/jobs/{id}", User, JobEndpoints.GetAsync) { Docs = JobDocs.Get },
        new("JobsDelete", "DELETE", "api/jobs/{id}", User, JobEndpoints.DeleteAsync) { Docs = JobDocs.Delete },
        new("JobsCancel", "POST", "api/jobs/{id}/cancel", User, JobEndpoints.CancelAsync) { MaxBody = Small, Docs = JobDocs.Cancel },
        new("JobsRetry", "POST", "api/jobs/{id}/retry", User, JobEndpoints.RetryAsync) { MaxBody = Small, Docs = JobDocs.Retry },
        new("JobsEvents", "GET", "api/jobs/{id}/events", User, r => r.Service<EventEndpoint>().OpenAsync(r)) { Docs = JobDocs.Events },
        new("JobsTimeline", "GET", "api/jobs/{id}/timeline", User, JobEndpoints.TimelineAsync) { Docs = JobDocs.Timeline },
        new("JobsFile", "GET", "api/jobs/{id}/files/{*name}", User, FileEndpoints.GetAsync) { Docs = JobDocs.File },
        new("JobsSource", "GET", "api/jobs/{id}/source", User, FileEndpoints.SourceAsync) { Docs = JobDocs.Source },
        new("SubtitlesGet", "GET", "api/jobs/{id}/subtitles", User, SubtitleEndpoints.GetAsync) { Docs = SubtitleDocs.Get },
        new("SubtitlesPut", "PUT", "api/jobs/{id}/subtitles", User, SubtitleEndpoints.PutAsync) { MaxBody = SubtitleEndpoints.MaxBody, Docs = SubtitleDocs.Put },
        new("ReviewSpeak", "POST", "api/jobs/{id}/review/speak", User, SubtitleEndpoints.SpeakAsync) { MaxBody = Small, Docs = SubtitleDocs.Speak },
        new("JobsWaveform", "GET", "api/jobs/{id}/waveform", User, FileEndpoints.WaveformAsync) { Docs = SubtitleDocs.Waveform },
        new("JobsApprove", "POST", "api/jobs/{id}/approve", User, SubtitleEndpoints.ApproveAsync) { MaxBody = Small, Docs = SubtitleDocs.Approve },
        new("JobsRevise", "POST", "api/jobs/{id}/revise", User, SubtitleEndpoints.ReviseAsync) { MaxBody = SubtitleEndpoints.MaxBody, Docs = SubtitleDocs.Revise },
        new("Sample", "GET", "api/sample", User, SampleEndpoints.GetAsync) { Docs = JobDocs.Sample },
        new("SampleFile", "GET", "api/sample/files/{*name}", User, SampleEndpoints.FileAsync) { Docs = JobDocs.SampleFile },
        new("SampleSource", "GET", "api/sample/source", User, SampleEndpoints.SourceAsync) { Docs = JobDocs.SampleSource },
        new("UploadsCreate", "POST", "api/uploads", User, JobEndpoints.CreateUploadAsync) { MaxBody = Small, Docs = JobDocs.CreateUpload },
        new("Queue", "GET", "api/queue", User, JobEndpoints.QueueAsync) { Docs = JobDocs.Queue },
        new("Forecast", "GET", "api/queue/forecast", User, JobEndpoints.ForecastAsync) { Docs = JobDocs.Forecast },
        new("Me", "GET", "api/me", User, JobEndpoints.MeAsync) { Docs = JobDocs.Me },
        new("MeExport", "GET", "api/me/export", User, JobEndpoints.ExportAsync) { Docs = JobDocs.Export },
        new("Languages", "GET", "api/languages", User, JobEndpoints.LanguagesAsync) { Docs = JobDocs.Languages },
        new("GlossaryGet", "GET", "api/glossary", User, SubtitleEndpoints.GetGlossaryAsync) { Docs = SubtitleDocs.GetGlossary },
        new("GlossaryPut", "PUT", "api/glossary", User, SubtitleEndpoints.PutGlossaryAsync) { MaxBody = Medium, Docs = SubtitleDocs.PutGlossary },
        new("WebhooksCreate", "POST", "api/webhooks", User, WebhookEndpoints.CreateAsync) { MaxBody = Small, Docs = WebhookDocs.Create },
        new("WebhooksList", "GET", "api/webhooks", User, WebhookEndpoints.ListAsync) { Docs = WebhookDocs.List },
        new("WebhooksGet", "GET", "api/webhooks/{id}", User, WebhookEndpoints.GetAsync) { Docs = WebhookDocs.Get },
        new("WebhooksPut", "PUT", "api/webhooks/{id}", User, WebhookEndpoints.PutAsync) { MaxBody = Small, Docs = WebhookDocs.Put },
        new("WebhooksDelete", "DELETE", "api/webhooks/{id}", User, WebhookEndpoints.DeleteAsync) { Docs = WebhookDocs.Delete },
        new("WebhooksTest", "POST", "api/webhooks/{id}/test", User, WebhookEndpoints.TestAsync) { MaxBody = Small, Docs = WebhookDocs.Test },
        new("WebhooksDeliveries", "GET", "api/webhooks/{id}/deliveries", User, WebhookEndpoints.DeliveriesAsync) { Docs = WebhookDocs.Deliveries },
        new("WebhooksResend", "POST", "api/webhooks/{id}/deliveries/{deliveryId}/resend", User, WebhookEndpoints.ResendAsync) { MaxBody = Small, Docs = WebhookDocs.Resend },
        new("AdminLimitsGet", "GET", "api/admin/limits", Admin, AdminEndpoints.GetLimitsAsync) { Docs = AdminDocs.GetLimits },
        new("AdminLimitsPut", "PUT", "api/admin/limits", Admin, AdminEndpoints.PutLimitsAsync) { MaxBody = Medium, Docs = AdminDocs.PutLimits },
        new("AdminUserPut", "PUT", "api/admin/users/{userId}", Admin, AdminEndpoints.PutUserAsync) { MaxBody = Small, Docs = AdminDocs.PutUser },
        new("AdminUserDelete", "DELETE", "api/admin/users/{userId}", Admin, AdminEndpoints.DeleteUserAsync) { Docs = AdminDocs.DeleteUser },
        new("AdminUserErase", "POST", "api/admin/users/{userId}/erase", Admin, AdminEndpoints.EraseUserAsync) { MaxBody = Small, Docs = AdminDocs.EraseUser },
        new("AdminErasures", "GET", "api/admin/erasures", Admin, AdminEndpoints.ErasuresAsync) { Docs = AdminDocs.Erasures },
        new("AdminPoolPause", "POST", "api/admin/pools/{pool}/pause", Admin, AdminEndpoints.PauseAsync) { MaxBody = Small, Docs = AdminDocs.Pause },
        new("AdminPoolResume", "POST", "api/admin/pools/{pool}/resume", Admin, AdminEndpoints.ResumeAsync) { MaxBody = Small, Docs = AdminDocs.Resume },
        new("AdminPoolDrain", "POST", "api/admin/pools/{pool}/drain", Admin, AdminEndpoints.DrainAsync) { MaxBody = Small, Docs = AdminDocs.Drain },
        new("AdminQuarantine", "GET", "api/admin/quarantine", Admin, AdminEndpoints.QuarantineAsync) { Docs = AdminDocs.Quarantine },
        new("AdminQuarantineRelease", "POST", "api/admin/quarantine/{id}/release", Admin, AdminEndpoints.ReleaseAsync) { MaxBody = Small, Docs = AdminDocs.Release },
        new("AdminAudit", "GET", "api/admin/audit", Admin, AdminEndpoints.AuditAsync) { Docs = AdminDocs.Audit },
        new("AdminBundleGet", "GET", "api/admin/jobs/{id}/bundle", Admin, MoveEndpoints.GetBundleAsync) { Docs = MoveDocs.GetBundle },
        new("AdminBundlePut", "PUT", "api/admin/jobs/{id}/bundle", Admin, MoveEndpoints.PutBundleAsync) { MaxBody = null, Docs = MoveDocs.PutBundle },
        new("AdminBundleDelete", "DELETE", "api/admin/jobs/{id}/bundle", Admin, MoveEndpoints.DeleteBundleAsync) { Docs = MoveDocs.DeleteBundle },
        new("AdminJobWithdraw", "POST", "api/admin/jobs/{id}/withdraw", Admin, MoveEndpoints.WithdrawAsync) { MaxBody = Small, Docs = MoveDocs.Withdraw },
        new("AdminJobRelease", "POST", "api/admin/jobs/{id}/release", Admin, MoveEndpoints.ReleaseAsync) { MaxBody = Small, Docs = MoveDocs.Release },
        new("AdminReap", "POST", "api/admin/reap", Admin, AdminEndpoints.ReapAsync) { MaxBody = Small, Docs = AdminDocs.Reap },
        new("AdminKeysList", "GET", "api/admin/keys", Admin, AdminEndpoints.KeysAsync) { Docs = AdminDocs.Keys },
        new("AdminKeysCreate", "POST", "api/admin/keys", Admin, AdminEndpoints.CreateKeyAsync) { MaxBody = Small, Docs = AdminDocs.CreateKey },
        new("AdminKeysRevoke", "DELETE", "api/admin/keys/{keyId}", Admin, AdminEndpoints.RevokeKeyAsync) { Docs = AdminDocs.RevokeKey },
        new("HealthLive", "GET", "health/live", Anonymous, HealthEndpoints.LiveAsync) { Docs = HealthDocs.Live },
        new("HealthReady", "GET", "health/ready", Anonymous, HealthEndpoints.ReadyAsync) { Docs = HealthDocs.Ready },
        new("OpenApi", "GET", "openapi/v1.json", Anonymous, DocPages.OpenApiAsync),
        new("Docs", "GET", "docs", Anonymous, DocPages.ReferenceAsync) { Policy = ContentPolicy.Reference },
        new("DocsAsset", "GET", "docs/assets/{name}", Anonymous, DocPages.AssetAsync),
        new("DocsErrors", "GET", "docs/errors", Anonymous, DocPages.ErrorsAsync) { Policy = ContentPolicy.Text },
        new("WebPage", "*", "{*path}", Anonymous, StaticPage.AnswerAsync) { MaxBody = Small, Policy = ContentPolicy.Page },
    ];

    private static readonly FrozenDictionary<string, ApiEndpoint> ByName = All.ToFrozenDictionary(e => e.Name);

    /// <exception cref="ArgumentException">There is no such endpoint.</exception>
    public static ApiEndpoint Get(string name) =>
        ByName.GetValueOrDefault(name) ?? throw new ArgumentException($"There is no endpoint '{name}'.", nameof(name));
}
