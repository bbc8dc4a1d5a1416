using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

[Collection(BrowserCollection.Second)]
public sealed class LanguagesTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task One_video_goes_into_three_languages_and_is_deleted_with_them()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await user.Page.Locator("#files").SetInputFilesAsync(Videos.PlanAs("three languages.mp4"));
        var add = user.Page.GetByTestId("add-language");
        await add.SelectOptionAsync("pt");
        await add.SelectOptionAsync("fr");
        await add.SelectOptionAsync("de");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Remove German" }).ClickAsync();
        await Expect(add).ToBeFocusedAsync();
        await Accessibility.AssertNoViolationsAsync(user.Page, "a form with several languages");
        await user.ScreenshotAsync("languages-form");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Dub 1 video" }).ClickAsync();

        // One card, with its languages in it.
        var card = user.Page.Locator(".job-card");
        await Expect(card).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Expect(card.Locator(".chip .badge[data-state=Completed]")).ToHaveCountAsync(3, new() { Timeout = 120_000 });
        await user.SeesStateAsync(card, "Completed");
        await Accessibility.AssertNoViolationsAsync(user.Page, "a list with a job of several languages");
        await user.ScreenshotAsync("languages-list");

        await card.GetByRole(AriaRole.Link, new() { Name = "three languages.mp4" }).ClickAsync();
        var jobId = (await user.Page.Locator(".job-page").GetAttributeAsync("data-job"))!;
        var page = user.JobPage(jobId);
        await Expect(page.Locator(".language-list li[data-state=Completed]")).ToHaveCountAsync(3);
        await Expect(page.Locator(".stages")).Not.ToContainTextAsync("not needed");
        await Accessibility.AssertNoViolationsAsync(user.Page, "a job of several languages");
        await user.ScreenshotAsync("languages-job");

        await page.Locator("[data-language=fr]").GetByRole(AriaRole.Link, new() { Name = "French" }).ClickAsync();
        var french = user.Page.Locator($".job-page:not([data-job='{jobId}'])");
        await Expect(french.Locator(".job-head-meta")).ToContainTextAsync("English to French");
        await french.GetByRole(AriaRole.Link, new() { Name = jobId }).ClickAsync();
        await Expect(page.Locator(".language-list")).ToBeVisibleAsync();

        // What is deleted goes with its languages.
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await user.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Expect(user.Page.GetByText("No jobs yet")).ToBeVisibleAsync();
        await user.Page.ReloadAsync();
        await Expect(user.Page.GetByText("No jobs yet")).ToBeVisibleAsync();
    }
}
