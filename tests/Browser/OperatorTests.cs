using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

[Collection(BrowserCollection.Second)]
public sealed class OperatorTests(BrowserFixture fixture) : PageTests(fixture)
{
    private static readonly UserSetup Admin = new() { Admin = true };

    [Fact]
    public async Task A_pool_is_paused_drained_and_resumed_and_the_queue_is_seen_by_user()
    {
        var admin = await OpenAsync(Admin);
        await admin.GoAsync("#/operator");
        var pool = admin.Page.Locator("[data-pool=default]");
        await pool.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(pool).ToHaveAttributeAsync("data-mode", "Paused");
        await using var pause = await PoolPause.BeginAsync(Fixture.Service);

        var user = await OpenAsync();
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("waits.mp4"));
        await user.IsInStateAsync(jobId, "QueuedGpu");
        await Expect(admin.Page.Locator("table").First).ToContainTextAsync(user.Name);
        await Expect(admin.Page.Locator("table").Last).ToContainTextAsync(jobId);
        await Accessibility.AssertNoViolationsAsync(admin.Page, "the operator's overview");

        await pool.GetByRole(AriaRole.Button, new() { Name = "Drain" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Drain" }).ClickAsync();
        await Expect(pool).ToHaveAttributeAsync("data-mode", "Draining");
        await Expect(pool).ToContainTextAsync("ready for maintenance");
        await pool.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(pool).ToHaveAttributeAsync("data-mode", "Active");
        await user.SeesStateAsync(user.Card(jobId), "Completed", 120);

        await admin.GoAsync("#/operator/audit");
        await Expect(admin.Page.Locator("table")).ToContainTextAsync(admin.Name);
    }

    [Fact]
    public async Task Limits_changed_by_two_operators_are_merged()
    {
        var first = await OpenAsync(Admin);
        var second = await OpenAsync(Admin);
        await first.GoAsync("#/operator/limits");
        await second.GoAsync("#/operator/limits");
        await Expect(second.Page.GetByLabel("Places in the queue")).ToBeVisibleAsync();
        await Change(first, "Longest video (min)", "61");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Save limits" }).ClickAsync();
        await Expect(first.Page.GetByText("Limits saved", new() { Exact = false }).First).ToBeVisibleAsync();

        await Change(second, "Places in the queue", "99");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Save limits" }).ClickAsync();
        await Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else changed the limits");
        await Expect(second.Page.GetByLabel("Longest video (min)")).ToHaveValueAsync("61");
        await Expect(second.Page.GetByLabel("Places in the queue")).ToHaveValueAsync("99");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Save limits" }).ClickAsync();
        await Expect(second.Page.GetByText("Limits saved", new() { Exact = false }).First).ToBeVisibleAsync();

        await first.Page.ReloadAsync();
        await Expect(first.Page.GetByLabel("Places in the queue")).ToHaveValueAsync("99");
        await Change(first, "Longest video (min)", "60");
        await Change(first, "Places in the queue", "100");
        await first.Page.GetByRole(AriaRole.Button, new() { Name = "Save limits" }).ClickAsync();
        await Expect(first.Page.GetByText("Limits saved", new() { Exact = false }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_user_gets_an_override_and_loses_it()
    {
        var admin = await OpenAsync(Admin);
        var user = await OpenAsync();
        await admin.GoAsync("#/operator/users");
        await admin.Page.Locator("form").Filter(new() { HasText = "Jobs at once" }).GetByLabel("User id").FillAsync(user.Name);
        await admin.Page.GetByLabel("Jobs at once").FillAsync("7");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Set override" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = user.Name })).ToContainTextAsync("7");
        await user.GoAsync();
        await TestKit.Eventually.IsTrueAsync("the user sees the limit", async () =>
        {
            await user.Page.ReloadAsync();
            return (await user.Page.Locator(".usage-slots").TextContentAsync())!.Contains("of 7", StringComparison.Ordinal);
        });
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = $"Remove override of {user.Name}" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = user.Name })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_api_key_is_made_used_in_a_browser_without_identity_and_revoked()
    {
        var admin = await OpenAsync(Admin with { RealEngines = true });
        await admin.GoAsync("#/operator/keys");
        await admin.Page.GetByLabel("User id").FillAsync("key-holder");
        await admin.Page.GetByLabel("Note").FillAsync("<b>browser test</b>");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var key = await admin.Page.Locator(".new-key").TextContentAsync();
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "key-holder" });
        await Expect(row).ToContainTextAsync("<b>browser test</b>");

        var holder = await OpenAsync(new() { Identity = false, RealEngines = true });
        await holder.Page.AddInitScriptAsync("if (!sessionStorage.getItem('transvox.key')) sessionStorage.setItem('transvox.key', 'tvk_wrong');");
        await holder.GoAsync();
        await Expect(holder.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Accessibility.AssertNoViolationsAsync(holder.Page, "the sign-in form");
        await holder.Page.GetByLabel("API key").FillAsync(key!);
        await holder.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(holder.Page.Locator(".usage-name")).ToHaveTextAsync("key-holder");
        // The sample of a first visit is there at once, and plays.
        await TestKit.Eventually.IsTrueAsync("the sample is loaded", () => holder.Page.Locator(".jobs-main video[data-version=dubbed]")
            .EvaluateAsync<bool>("v => v.readyState >= 1 && v.duration > 0"), TimeSpan.FromSeconds(120));

        // A media element sends no header of its own: the service worker adds the key.
        var jobId = await holder.SubmitJobAsync(Videos.SpeechAs("with a key.mp4"));
        await holder.GoAsync($"#/jobs/{jobId}");
        await holder.SeesStateAsync(holder.JobPage(jobId), "Completed", 120);
        await TestKit.Eventually.IsTrueAsync("the video is loaded", () => holder.Page.Locator("video[data-version=dubbed]")
            .EvaluateAsync<bool>("v => v.readyState >= 1 && v.duration > 0"));
        var download = await holder.Page.RunAndWaitForDownloadAsync(() => holder.Page.Locator("a.output").First.ClickAsync());
        Assert.NotEmpty(await File.ReadAllBytesAsync(await download.PathAsync()));

        await row.GetByRole(AriaRole.Button).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Others_do_not_see_the_operators_view()
    {
        var user = await OpenAsync();
        await user.GoAsync("#/operator");
        await Expect(user.Page.GetByText("This view is for operators.")).ToBeVisibleAsync();
        await Expect(user.Page.GetByRole(AriaRole.Link, new() { Name = "Operator" })).ToHaveCountAsync(0);
    }

    private static async Task Change(TestUser admin, string label, string value)
    {
        await admin.Page.GetByLabel(label).FillAsync(value);
        await Expect(admin.Page.GetByText("changed by you").First).ToBeVisibleAsync();
    }
}
