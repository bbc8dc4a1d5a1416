using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

[Collection(BrowserCollection.Second)]
public sealed partial class JobTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task A_video_without_sound_is_refused_with_an_explanation_and_no_retry()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("mute film.mp4", plan => plan.With("Probe", "exit", 3).With("Probe", "code", "no_audio")));
        await user.GoAsync($"#/jobs/{jobId}");
        var page = user.JobPage(jobId);
        await user.SeesStateAsync(page, "Rejected");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The video has no sound");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "What this means" })).ToHaveAttributeAsync("href", NoAudioHelp());
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToHaveCountAsync(0);
        await Accessibility.AssertNoViolationsAsync(user.Page, "a refused job");
    }

    [Fact]
    public async Task Cancel_and_delete_ask_first_and_a_cancelled_job_can_be_tried_again()
    {
        var user = await OpenAsync();
        await using var pause = await PoolPause.BeginAsync(Fixture.Service);
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("to be cancelled.mp4"));
        await user.SeesStateAsync(user.Card(jobId), "QueuedGpu");

        await user.Card(jobId).GetByRole(AriaRole.Button, new() { Name = "Cancel job" }).ClickAsync();
        var dialog = user.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("to be cancelled.mp4");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" })).ToBeFocusedAsync();
        await user.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal("QueuedGpu", await user.StateAsync(jobId));

        await user.Card(jobId).GetByRole(AriaRole.Button, new() { Name = "Cancel job" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel job" }).ClickAsync();
        await user.SeesStateAsync(user.Card(jobId), "Cancelled");

        await pause.EndAsync();
        await user.GoAsync($"#/jobs/{jobId}");
        var history = user.JobPage(jobId).Locator(".history");
        await history.Locator("summary").PressAsync("Enter");
        await Expect(history.GetByRole(AriaRole.Row).Filter(new() { HasText = "Cancel asked for" })).ToContainTextAsync($"by {user.Name}");
        await Expect(history.GetByRole(AriaRole.Row).Filter(new() { HasText = "Waits for a slot of pool default" })).ToContainTextAsync("cancelled");
        await user.JobPage(jobId).GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        var again = user.Page.Locator($".job-page:not([data-job='{jobId}'])");
        await Expect(again.Locator(".details")).ToContainTextAsync(jobId);
        await user.SeesStateAsync(again, "Completed", 120);

        await again.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("deleted for good");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Expect(user.Card(jobId)).ToBeVisibleAsync();
        await Expect(user.Page.Locator(".job-card")).ToHaveCountAsync(1);
        await user.Page.ReloadAsync();
        await Expect(user.Page.Locator(".job-card")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_failure_is_explained_and_a_retry_goes_on_from_the_failed_stage()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("fails twice.mp4", plan => plan.With("Synthesize", "exit", 3).With("Synthesize", "times", 2)));
        await user.GoAsync($"#/jobs/{jobId}");
        var page = user.JobPage(jobId);
        await user.SeesStateAsync(page, "Failed");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("A stage failed");
        await Expect(page.Locator(".failure")).ToContainTextAsync("at “Speak”");
        await Expect(page.Locator("[data-stage=Synthesize]")).ToHaveAttributeAsync("data-state", "Failed");
        await Accessibility.AssertNoViolationsAsync(user.Page, "a failed job");

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        var again = user.Page.Locator($".job-page:not([data-job='{jobId}'])");
        await user.SeesStateAsync(again, "Completed");
        await Expect(again.Locator("[data-stage=Transcribe]")).ToContainTextAsync("reused");
    }

    [Fact]
    public async Task The_queue_shows_position_and_moves_by_itself()
    {
        var user = await OpenAsync();
        await using var pause = await PoolPause.BeginAsync(Fixture.Service);
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("queued.mp4"));
        await user.SeesStateAsync(user.Card(jobId), "QueuedGpu");
        await Expect(user.Card(jobId).Locator(".queue-place")).ToBeVisibleAsync();
        await user.GoAsync($"#/jobs/{jobId}");
        await Expect(user.Page.Locator(".queue-panel")).ToContainTextAsync("Position");
        await Accessibility.AssertNoViolationsAsync(user.Page, "a queued job");

        await pause.EndAsync();
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
    }

    [Fact]
    public async Task Without_event_streams_the_page_polls()
    {
        var user = await OpenAsync();
        await user.Page.RouteAsync("**/api/jobs/*/events", route => route.FulfillAsync(new() { Status = 502, Body = "bad gateway" }));
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("polled.mp4"));
        await user.GoAsync($"#/jobs/{jobId}");
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
    }

    [Fact]
    public async Task A_stream_that_breaks_resumes_after_the_last_event()
    {
        var user = await OpenAsync();
        await using var pause = await PoolPause.BeginAsync(Fixture.Service);
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("resumed.mp4"));
        var resumes = new List<string>();
        await user.Page.RouteAsync($"**/api/jobs/{jobId}/events", async route =>
        {
            var last = await route.Request.HeaderValueAsync("Last-Event-ID");
            if (last is not null)
            {
                resumes.Add(last);
                await route.ContinueAsync();
                return;
            }

            // The first stream ends in the middle of its second event.
            await route.FulfillAsync(new()
            {
                ContentType = "text/event-stream",
                Body = "id: 41\nevent: log\ndata: {\"id\":41,\"kind\":\"log\",\"at\":\"2026-01-01T00:00:00Z\",\"message\":\"first\"}\n\nid: 42\nevent: log\ndata: {\"id\":42",
            });
        });
        await user.GoAsync($"#/jobs/{jobId}");
        await TestKit.Eventually.IsTrueAsync("the stream is asked for again", () => resumes.Count > 0);
        Assert.Equal("41", resumes[0]);
        await pause.EndAsync();
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
    }

    [Fact]
    public async Task Somebody_elses_job_does_not_exist()
    {
        var owner = await OpenAsync();
        await owner.GoAsync();
        var jobId = await owner.SubmitJobAsync(Videos.PlanAs("private.mp4"));
        var other = await OpenAsync();
        await other.GoAsync($"#/jobs/{jobId}");
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Name = "This job does not exist, or it is not yours." })).ToBeVisibleAsync();
        await other.GoAsync();
        await Expect(other.Page.GetByText("No jobs yet")).ToBeVisibleAsync();
    }

    [GeneratedRegex("/docs/errors#no_audio$")]
    private static partial Regex NoAudioHelp();
}
