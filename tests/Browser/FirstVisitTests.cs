using Microsoft.Playwright;
using TransVox.Browser.Support;
using TransVox.TestKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

/// <summary>Somebody opens the page for the first time: a sample that this host dubbed with its own engines is there to be played and to be dubbed oneself.</summary>
[Collection(BrowserCollection.First)]
public sealed class FirstVisitTests(BrowserFixture fixture) : PageTests(fixture)
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 900 };

    [Fact]
    public async Task The_sample_is_played_and_dubbed_by_oneself()
    {
        var user = await OpenAsync(new() { RealEngines = true, Viewport = Desktop }, "rosa");
        await user.GoAsync();
        var sample = user.Page.Locator(".jobs-main .player");
        // It may still be made, and is shown then without being asked for again.
        await Expect(sample).ToContainTextAsync("English to Spanish", new() { Timeout = 120_000 });
        await Expect(user.Page.Locator(".job-card")).ToHaveCountAsync(0);

        var dubbed = user.Page.Locator("video[data-version=dubbed]");
        await Eventually.IsTrueAsync("the dub is loaded", () => dubbed.EvaluateAsync<bool>("v => v.readyState >= 2 && v.duration > 15"));
        await dubbed.EvaluateAsync("v => { v.muted = true; return v.play(); }");
        await Eventually.IsTrueAsync("the dub plays with its subtitles", () => dubbed.EvaluateAsync<bool>("v => v.currentTime > 0.2 && [...v.textTracks].some(t => t.mode === 'showing' && t.cues.length > 0)"));
        await sample.GetByRole(AriaRole.Button, new() { Name = "Original" }).ClickAsync();
        var original = user.Page.Locator("video[data-version=original]");
        await Expect(original).ToBeVisibleAsync();
        await Eventually.IsTrueAsync("the original goes on", () => original.EvaluateAsync<bool>("v => v.currentTime > 0.2"));
        await sample.GetByRole(AriaRole.Button, new() { Name = "Dubbed" }).ClickAsync();
        await dubbed.EvaluateAsync("v => new Promise(done => { v.pause(); v.addEventListener('seeked', done, { once: true }); v.currentTime = 2.5; })");

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await user.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(user.Page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
            await Accessibility.AssertNoViolationsAsync(user.Page, $"the first visit, {scheme}");
            await user.ScreenshotAsync(scheme == ColorScheme.Dark ? "first-visit-dark" : "first-visit");
        }

        await sample.GetByRole(AriaRole.Button, new() { Name = "Dub it yourself" }).ClickAsync();
        var job = user.Page.Locator(".job-page");
        await Expect(job.Locator("[data-stage=Transcribe]")).ToBeVisibleAsync();
        await user.SeesStateAsync(job, "Completed", 180);
        await Expect(job.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("hello-en.mp4");
        // It was this user's own work, stage by stage.
        await Expect(job.Locator("[data-stage=Transcribe]")).Not.ToContainTextAsync("reused");

        await user.GoAsync();
        await Expect(user.Page.Locator(".job-card")).ToHaveCountAsync(1);
        await Expect(user.Page.Locator(".jobs-main .player")).ToHaveCountAsync(0);
        // A filter that finds nothing does not bring it back.
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Needs review" }).ClickAsync();
        await Expect(user.Page.GetByText("No jobs in this state.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_phone_and_in_Chinese_it_fits_and_without_one_the_page_says_nothing()
    {
        var phone = await OpenAsync(new() { RealEngines = true, Viewport = UserSetup.Phone, Locale = "zh-CN" });
        await phone.GoAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Button, new() { Name = "自己试配一次" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        Assert.True(await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= UserSetup.Phone.Width);
        await Accessibility.AssertNoViolationsAsync(phone.Page, "the first visit on a phone");
        await phone.ScreenshotAsync("first-visit-phone-zh", fullPage: true);

        var elsewhere = await OpenAsync();
        await elsewhere.GoAsync();
        await Expect(elsewhere.Page.GetByText("No jobs yet")).ToBeVisibleAsync();
        await Expect(elsewhere.Page.Locator(".jobs-main .player")).ToHaveCountAsync(0);
    }
}
