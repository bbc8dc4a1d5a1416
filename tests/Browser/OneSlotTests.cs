using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

/// <summary>A service with one slot for everybody: who holds it, who does not, and what happens to a job that brings it down.</summary>
[Collection(BrowserCollection.First)]
public sealed class OneSlotTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task A_job_in_review_leaves_the_slot_to_others_and_goes_on_once_it_is_approved()
    {
        var setup = new UserSetup { Service = (await Fixture.OneSlotServiceAsync()).Url };
        var author = await OpenAsync(setup);
        var other = await OpenAsync(setup);
        var admin = await OpenAsync(setup with { Admin = true });
        await author.GoAsync();
        await author.Page.GetByLabel("Review before speaking").CheckAsync();
        var reviewed = await author.SubmitJobAsync(Videos.PlanAs("to be reviewed.mp4"));
        await author.SeesStateAsync(author.Card(reviewed), "AwaitingReview");

        await Expect(author.Page.Locator(".usage-slots")).ToContainTextAsync("0 of 1 running");

        // The operator sees a free slot, and the interface says the same.
        await admin.GoAsync("#/operator");
        var pool = admin.Page.Locator("[data-pool=default]");
        await Expect(pool).ToContainTextAsync("0 of 1 in use");
        await Expect(pool).ToContainTextAsync("No job holds a slot");
        Assert.Equal(0, await InUseAsync(admin));
        await admin.ScreenshotAsync("operator-review-waits");

        // One slot is enough for the other user's job to run from its start to its end meanwhile.
        await other.GoAsync();
        var second = await other.SubmitJobAsync(Videos.PlanAs("runs meanwhile.mp4", plan => plan.With("Transcribe", "seconds", 4)));
        await Expect(pool).ToContainTextAsync("1 of 1 in use");
        await Expect(pool.Locator(".leases")).ToContainTextAsync(second);
        await other.SeesStateAsync(other.Card(second), "Completed");
        Assert.Equal("AwaitingReview", await author.StateAsync(reviewed));

        await author.Card(reviewed).GetByRole(AriaRole.Link, new() { Name = "Review subtitles" }).ClickAsync();
        await author.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("Dicho por una persona.");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await author.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await author.SeesStateAsync(author.JobPage(reviewed), "Completed");
        Assert.Contains("Dicho por una persona.", await author.Http.GetStringAsync($"/api/jobs/{reviewed}/files/subtitles.es.srt"), StringComparison.Ordinal);
        await Expect(pool).ToContainTextAsync("0 of 1 in use");
    }

    [Fact]
    public async Task A_job_that_brings_its_worker_down_is_kept_apart_until_an_operator_releases_it()
    {
        var service = await Fixture.OneSlotServiceAsync();
        var setup = new UserSetup { Service = service.Url };
        var user = await OpenAsync(setup);
        await user.GoAsync();
        // Three starts that never came to an end are poison; the fourth would work.
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("heavy.mp4", plan => plan.With("Transcribe", "crashHost", true).With("Transcribe", "times", 3)));
        for (var crashes = 0; crashes < 3;)
        {
            await TestKit.Eventually.IsTrueAsync("the host is down", () => !service.IsRunning, TimeSpan.FromSeconds(60));
            // It may go down again before it is ready: the job's stage is the first thing that it goes on with.
            do
                crashes++;
            while (!await service.RestartAfterCrashAsync());
        }

        await user.IsInStateAsync(jobId, "Failed");
        await user.GoAsync($"#/jobs/{jobId}");
        await Expect(user.JobPage(jobId).GetByRole(AriaRole.Alert)).ToContainTextAsync("in quarantine");
        var admin = await OpenAsync(setup with { Admin = true });
        await admin.GoAsync("#/operator/quarantine");
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "heavy.mp4" });
        await Expect(row).ToContainTextAsync(user.Name);
        await admin.ScreenshotAsync("quarantine");
        await Accessibility.AssertNoViolationsAsync(admin.Page, "a job in quarantine");

        await row.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();

        await Expect(row).ToHaveCountAsync(0);
        await user.GoAsync();
        var again = user.Page.Locator($".job-card:not([data-job='{jobId}'])");
        await user.SeesStateAsync(again, "Completed");
        await again.GetByRole(AriaRole.Link, new() { Name = "heavy.mp4" }).ClickAsync();
        await Expect(user.Page.Locator(".details")).ToContainTextAsync(jobId);
    }

    private static async Task<int> InUseAsync(TestUser user) =>
        (await user.Http.GetFromJsonAsync<JsonElement>("/api/queue")).GetProperty("pools")[0].GetProperty("inUse").GetInt32();
}
