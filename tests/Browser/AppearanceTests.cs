using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

[Collection(BrowserCollection.Second)]
public sealed class AppearanceTests(BrowserFixture fixture) : PageTests(fixture)
{
    private static readonly string[] Views =
    [
        "#/", "#/jobs/{job}", "#/jobs/{job}/subtitles", "#/glossary", "#/operator", "#/operator/jobs", "#/operator/limits", "#/operator/users",
        "#/operator/quarantine", "#/operator/audit", "#/operator/keys", "#/nowhere",
    ];

    [Fact]
    public async Task No_view_breaks_a_rule_of_accessibility_light_or_dark()
    {
        var user = await OpenAsync(new() { Admin = true });
        var jobId = await FinishedJobAsync(user);
        foreach (var view in Views)
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await user.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await ShowAsync(user, view, jobId);
                await Expect(user.Page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
                await Accessibility.AssertNoViolationsAsync(user.Page, $"{view} {scheme}");
                await user.ScreenshotAsync($"{FileNameOf(view)}-{scheme}");
            }
        }
    }

    [Fact]
    public async Task On_a_phone_nothing_scrolls_sideways_in_either_language()
    {
        var user = await OpenAsync(new() { Admin = true, Viewport = UserSetup.Phone });
        var jobId = await FinishedJobAsync(user);
        foreach (var language in new[] { "en", "zh" })
        {
            await user.Page.GetByTestId("language").SelectOptionAsync(language);
            foreach (var view in Views)
            {
                await ShowAsync(user, view, jobId);
                var width = await user.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.True(width <= UserSetup.Phone.Width, $"{view} in {language} is {width} px wide.");
                await user.ScreenshotAsync($"phone-{FileNameOf(view)}-{language}", fullPage: true);
            }
        }
    }

    [Fact]
    public async Task Language_and_theme_are_switched_and_stay()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await user.Page.GetByTestId("language").SelectOptionAsync("zh");
        await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "我的任务" })).ToBeVisibleAsync();
        await user.Page.GetByTestId("theme").SelectOptionAsync("dark");
        await user.Page.ReloadAsync();
        await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "新建配音" })).ToBeVisibleAsync();
        await Expect(user.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-Hans");
        await Expect(user.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await user.Page.GetByTestId("language").SelectOptionAsync("en");
        await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "My jobs" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_glossary_is_edited_and_kept()
    {
        var user = await OpenAsync();
        await user.GoAsync("#/glossary");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Add term" }).ClickAsync();
        await Expect(user.Page.GetByLabel("Term", new() { Exact = true })).ToBeFocusedAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Save glossary" }).ClickAsync();
        await Expect(user.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("A term is missing.");
        await user.Page.GetByLabel("Term", new() { Exact = true }).FillAsync("desk");
        await user.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("<i>mesa</i>");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Save glossary" }).ClickAsync();
        await Expect(user.Page.GetByText("Glossary saved.", new() { Exact = false }).First).ToBeVisibleAsync();
        await user.Page.ReloadAsync();
        await Expect(user.Page.GetByLabel("Term", new() { Exact = true })).ToHaveValueAsync("desk");
        await Expect(user.Page.GetByLabel("Translation", new() { Exact = true })).ToHaveValueAsync("<i>mesa</i>");
    }

    [Fact]
    public async Task The_page_is_sent_with_a_strict_policy_and_asks_nobody_else()
    {
        var user = await OpenAsync();
        var foreign = new List<string>();
        user.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Fixture.Service.Url, StringComparison.Ordinal))
                foreign.Add(request.Url);
        };
        var response = await user.Page.GotoAsync("/");
        var policy = response!.Headers["content-security-policy"];
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "My jobs" })).ToBeVisibleAsync();
        Assert.Empty(foreign);
    }

    private static string FileNameOf(string view) => view.Replace("{job}", "job", StringComparison.Ordinal).Replace('/', '-').Trim('#', '-') is { Length: > 0 } name ? name : "jobs";

    private static async Task ShowAsync(TestUser user, string view, string jobId)
    {
        await user.GoAsync(view.Replace("{job}", jobId, StringComparison.Ordinal));
        await user.Page.WaitForLoadStateAsync(LoadState.Load);
        if (view == "#/jobs/{job}" && await user.Page.Locator(".history").GetAttributeAsync("open") is null)
        {
            await user.Page.Locator(".history summary").ClickAsync();
            await Expect(user.Page.Locator(".history tr[data-kind=Ended]")).ToBeVisibleAsync();
        }

        await Expect(user.Page.GetByText("Loading …")).ToHaveCountAsync(0);
        await Expect(user.Page.GetByText("正在加载……")).ToHaveCountAsync(0);
    }

    private async Task<string> FinishedJobAsync(TestUser user)
    {
        await user.GoAsync();
        await user.Page.Locator("#files").SetInputFilesAsync(Videos.PlanAs("A rather long name of a recording, as cameras and people make them – part 1 (final).mp4"));
        await user.Page.Locator(".upload-panel button.button-primary").ClickAsync();
        await user.SeesStateAsync(user.Page.Locator(".job-card"), "Completed", 120);
        return (await user.Page.Locator(".job-card").GetAttributeAsync("data-job"))!;
    }
}
