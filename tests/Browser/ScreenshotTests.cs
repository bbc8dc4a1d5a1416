using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TransVox.Browser.Support;
using TransVox.TestKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

/// <summary>
/// The pictures of the documentation (docs/screenshots), each of a state that is checked first; real engines on the sample video, and
/// plans only where nothing real can be made to fail or to wait.
/// </summary>
[Collection(BrowserCollection.First)]
public sealed partial class ScreenshotTests(BrowserFixture fixture) : PageTests(fixture)
{
    private static readonly ViewportSize Page = new() { Width = 1280, Height = 900 };

    [Fact]
    public async Task Upload_running_and_done()
    {
        var user = await OpenAsync(new() { RealEngines = true, Viewport = Page }, "ana");
        await user.GoAsync();
        await user.Page.Locator("#files").SetInputFilesAsync([Videos.SampleAs("Welcome day.mp4"), Videos.SampleAs("Second day.mp4")]);
        await user.Page.GetByLabel("Dub into").SelectOptionAsync("es");
        await user.Page.GetByText("More options").ClickAsync();
        await user.Page.Locator(".options").GetByLabel("Voice").SelectOptionAsync("es-419");
        await Expect(user.Page.GetByRole(AriaRole.Button, new() { Name = "Dub 2 videos" })).ToBeEnabledAsync();
        await user.ScreenshotAsync("upload", fullPage: true);

        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Second day.mp4" }).ClickAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Welcome day.mp4" }).ClickAsync();
        var jobId = await user.SubmitJobAsync(await Videos.LongSampleAsync("Welcome day.mp4", 3));
        await user.GoAsync($"#/jobs/{jobId}");
        await Expect(user.Page.Locator(".usage-slots")).ToContainTextAsync("1 of 2 running", new() { Timeout = 30_000 });
        await Expect(user.Page.Locator("[data-stage=Transcribe][data-state=Running]")).ToContainTextAsync(Progress(), new() { Timeout = 60_000 });
        await user.ScreenshotAsync("running");

        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 180);
        await Expect(user.Page.Locator(".usage-slots")).ToContainTextAsync("0 of 2 running");
        var dubbed = user.Page.Locator("video[data-version=dubbed]");
        await Eventually.IsTrueAsync("the video is loaded", () => dubbed.EvaluateAsync<bool>("v => v.readyState >= 2"));
        await user.Page.GetByLabel("Subtitles").SelectOptionAsync("es");
        await dubbed.EvaluateAsync("v => new Promise(done => { v.addEventListener('seeked', done, { once: true }); v.muted = true; v.currentTime = 2.5; })");
        await user.ScreenshotAsync("done", fullPage: true);
    }

    [Fact]
    public async Task Review()
    {
        var user = await OpenAsync(new() { RealEngines = true, Viewport = Page }, "maria");
        await user.GoAsync();
        await user.Page.GetByLabel("Review before speaking").CheckAsync();
        var jobId = await user.SubmitJobAsync(Videos.SampleAs("Welcome day.mp4"));
        await user.SeesStateAsync(user.Card(jobId), "AwaitingReview", 120);
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        await user.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("Buenos días y bienvenidos al laboratorio.");
        await Expect(user.Page.GetByText("1 unsaved change")).ToBeVisibleAsync();
        await Eventually.IsTrueAsync("the video is loaded", () => user.Page.Locator(".cue-player video").EvaluateAsync<bool>("v => v.readyState >= 2"));
        await user.ScreenshotAsync("review");
    }

    [Fact]
    public async Task Failed()
    {
        var user = await OpenAsync(new() { Viewport = Page }, "ana");
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("Quarterly results.mp4", plan => plan.With("Synthesize", "exit", 3)));
        await user.GoAsync($"#/jobs/{jobId}");
        await user.SeesStateAsync(user.JobPage(jobId), "Failed");
        await Expect(user.JobPage(jobId).GetByRole(AriaRole.Alert)).ToContainTextAsync("A stage failed");
        await user.ScreenshotAsync("failed");
    }

    [Fact]
    public async Task Queue_operator_and_phone()
    {
        var service = (await Fixture.OneSlotServiceAsync()).Url;
        var ana = await OpenAsync(new() { Service = service, Viewport = Page }, "ana");
        var admin = await OpenAsync(new() { Service = service, Admin = true, Viewport = Page }, "operator");
        await ana.GoAsync();
        await ana.SeesStateAsync(ana.Card(await ana.SubmitJobAsync(Videos.PlanAs("Welcome day.mp4"))), "Completed");
        await ana.SeesStateAsync(ana.Card(await ana.SubmitJobAsync(Videos.PlanAs("Interview, uncut.mov", plan => plan.With("Synthesize", "exit", 3)))), "Failed");
        await ana.Page.GetByLabel("Review before speaking").CheckAsync();
        await ana.SeesStateAsync(ana.Card(await ana.SubmitJobAsync(Videos.PlanAs("Opening speech.mp4"))), "AwaitingReview");
        await ana.Page.GetByLabel("Review before speaking").UncheckAsync();

        // One long video has the slot; what comes after it waits.
        var running = await ana.SubmitJobAsync(Videos.PlanAs("Lecture 1, mathematics.mp4", plan => plan.With("mediaSeconds", 600).With("Transcribe", "hang", true)));
        await Expect(ana.Card(running)).ToContainTextAsync("Transcribe", new() { Timeout = 30_000 });
        foreach (var (name, video, state) in new[] { ("studio", "Trailer.mp4", "QueuedGpu"), ("studio", "Teaser 30 s.mp4", "QueuedUser"), ("maria", "Podcast 12.mkv", "QueuedGpu") })
        {
            var user = await OpenAsync(new() { Service = service }, name);
            await user.GoAsync();
            await user.IsInStateAsync(await user.SubmitJobAsync(Videos.PlanAs(video)), state);
        }

        var queued = await ana.SubmitJobAsync(Videos.PlanAs("Lecture 2, mathematics.mp4"));
        await ana.Page.ReloadAsync();
        await ana.SeesStateAsync(ana.Card(queued), "QueuedUser");
        await Expect(ana.Card(queued).Locator(".queue-place")).ToBeVisibleAsync();
        await Expect(ana.Page.Locator(".usage-slots")).ToContainTextAsync("1 of 1 running");
        await ana.ScreenshotAsync("queue");

        await admin.GoAsync("#/operator");
        await Expect(admin.Page.Locator("[data-pool=default]")).ToContainTextAsync("1 of 1 in use");
        await Expect(admin.Page.Locator("table").Last.Locator("tbody tr")).ToHaveCountAsync(4);
        await admin.ScreenshotAsync("operator");

        var phone = await OpenAsync(new() { Service = service, Viewport = UserSetup.Phone, Locale = "zh-CN" }, "ana");
        await phone.GoAsync();
        await Expect(phone.Card(queued)).ToBeVisibleAsync();
        await phone.ScreenshotAsync("phone-zh", fullPage: true);
        await ana.Http.PostAsync($"/api/jobs/{running}/cancel", null);
        await ana.SeesStateAsync(ana.Card(queued), "Completed");
    }

    [GeneratedRegex("[1-9][0-9]?%")]
    private static partial Regex Progress();
}
