using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

[Collection(BrowserCollection.Second)]
public sealed class ReviewTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task A_review_is_edited_saved_and_approved_and_the_dub_has_the_new_text()
    {
        var user = await OpenAsync();
        var jobId = await AwaitReviewAsync(user, "review me.mp4");
        await user.Card(jobId).GetByRole(AriaRole.Link, new() { Name = "Review subtitles" }).ClickAsync();
        var translation = user.Page.GetByLabel("Translation", new() { Exact = true });
        await Expect(translation).ToBeVisibleAsync();
        await translation.FillAsync("Hola a todos.");
        await Expect(user.Page.GetByText("1 unsaved change")).ToBeVisibleAsync();
        await Accessibility.AssertNoViolationsAsync(user.Page, "the subtitle editor");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(user.Page.GetByText("All changes saved")).ToBeVisibleAsync();

        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await user.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
        var document = await user.Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{jobId}/subtitles");
        Assert.Equal("Hola a todos.", document.GetProperty("cues")[0].GetProperty("translation").GetString());
    }

    [Fact]
    public async Task The_keyboard_drives_the_editor()
    {
        var user = await OpenAsync();
        var jobId = await AwaitReviewAsync(user, "by keyboard.mp4");
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        var keyboard = user.Page.Keyboard;
        var current = user.Page.Locator(".cue-current");
        await Expect(current.Locator(".cue-row")).ToBeFocusedAsync();
        await keyboard.PressAsync("?");
        await Expect(user.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(current.Locator(".cue-row")).ToBeFocusedAsync();

        await keyboard.PressAsync("Enter");
        var translation = user.Page.GetByLabel("Translation", new() { Exact = true });
        await Expect(translation).ToBeFocusedAsync();
        var before = await translation.InputValueAsync();
        await keyboard.PressAsync("End");
        await keyboard.TypeAsync(" Sí? n [ j");
        await Expect(translation).ToHaveValueAsync($"{before} Sí? n [ j");
        await keyboard.PressAsync("Control+z");
        await Expect(translation).ToHaveValueAsync(before);
        await keyboard.PressAsync("Control+Shift+z");
        await Expect(translation).ToHaveValueAsync($"{before} Sí? n [ j");

        await keyboard.PressAsync("Escape");
        await keyboard.PressAsync("i");
        await keyboard.TypeAsync("Nuevo.");
        await Expect(current.Locator(".cue-number")).ToHaveTextAsync("2");
        await keyboard.PressAsync("Alt+ArrowUp");
        await Expect(current.Locator(".cue-number")).ToHaveTextAsync("1");
        await Expect(translation).ToBeFocusedAsync();
        await keyboard.PressAsync("Alt+ArrowDown");
        await keyboard.PressAsync("Escape");
        await keyboard.PressAsync("Delete");
        await keyboard.PressAsync("Control+s");
        await Expect(user.Page.GetByText("All changes saved")).ToBeVisibleAsync();
        var document = await user.Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{jobId}/subtitles");
        Assert.Equal($"{before} Sí? n [ j", document.GetProperty("cues")[0].GetProperty("translation").GetString());
    }

    [Fact]
    public async Task A_cue_is_played_and_its_times_are_checked()
    {
        var user = await OpenAsync(new() { RealEngines = true });
        var jobId = await AwaitReviewAsync(user, "times.mp4", real: true);
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Play cue" }).ClickAsync();
        await TestKit.Eventually.IsTrueAsync("the cue is played to its end", () => user.Page.Locator(".cue-player video")
            .EvaluateAsync<bool>("v => v.paused && v.currentTime > 0.3"));
        await user.ScreenshotAsync("review-playing");

        var end = user.Page.GetByLabel("End", new() { Exact = true });
        await end.FillAsync("nonsense");
        await end.BlurAsync();
        await Expect(user.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Write times as");
        await end.FillAsync("0:00");
        await end.PressAsync("Enter");
        await Expect(user.Page.Locator(".cue-problems")).ToContainTextAsync("The end must come after the start");
        await Expect(user.Page.Locator(".toolbar-checks")).ToContainTextAsync("1 error");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        var dialog = user.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Mend 1 error first.");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).First.ClickAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(user.Page.Locator(".toolbar-checks")).Not.ToContainTextAsync("1 error");
    }

    [Fact]
    public async Task Two_editors_see_both_texts_and_merge()
    {
        var first = await OpenAsync();
        var jobId = await AwaitReviewAsync(first, "two editors.mp4");
        var second = await OpenAsync(name: first.Name);
        await first.GoAsync($"#/jobs/{jobId}/subtitles");
        await second.GoAsync($"#/jobs/{jobId}/subtitles");
        await first.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("Texto de la primera.");
        await second.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("Texto de la segunda.");
        await first.Page.Keyboard.PressAsync("Control+s");
        await Expect(first.Page.GetByText("All changes saved")).ToBeVisibleAsync();

        await second.Page.Keyboard.PressAsync("Control+s");
        var dialog = second.Page.GetByRole(AriaRole.Dialog, new() { Name = "Somebody else changed the subtitles" });
        await Expect(dialog).ToContainTextAsync("Texto de la primera.");
        await Expect(dialog).ToContainTextAsync("Texto de la segunda.");
        await second.ScreenshotAsync("conflict");
        await Accessibility.AssertNoViolationsAsync(second.Page, "the conflict dialog");
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "Theirs" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Merge and save" }).ClickAsync();
        await Expect(second.Page.GetByText("All changes saved")).ToBeVisibleAsync();
        await Expect(second.Page.GetByLabel("Translation", new() { Exact = true })).ToHaveValueAsync("Texto de la primera.");

        // The first one's tag is old now only if the second wrote something: what both have is the same.
        var document = await first.Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{jobId}/subtitles");
        Assert.Equal("Texto de la primera.", document.GetProperty("cues")[0].GetProperty("translation").GetString());
    }

    [Fact]
    public async Task Unsaved_changes_are_not_lost_by_a_link()
    {
        var user = await OpenAsync();
        var jobId = await AwaitReviewAsync(user, "unsaved.mp4");
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        await user.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("Sin guardar.");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "Glossary" }).ClickAsync();
        var dialog = user.Page.GetByRole(AriaRole.Dialog, new() { Name = "Unsaved changes" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        await Expect(user.Page.GetByLabel("Translation", new() { Exact = true })).ToHaveValueAsync("Sin guardar.");
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "Glossary" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Expect(user.Page.GetByRole(AriaRole.Heading, new() { Name = "Glossary" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_finished_job_is_revised_as_a_new_one()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.PlanAs("revised.mp4"));
        await user.GoAsync($"#/jobs/{jobId}");
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
        await user.Page.GetByRole(AriaRole.Link, new() { Name = "Change subtitles and dub again" }).ClickAsync();
        await user.Page.GetByLabel("Translation", new() { Exact = true }).FillAsync("Otra vez, con calma.");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Dub again with changes" }).ClickAsync();
        await user.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Dub again with changes" }).ClickAsync();
        var revised = user.Page.Locator($".job-page:not([data-job='{jobId}'])");
        await Expect(revised.Locator(".details")).ToContainTextAsync(jobId);
        await user.SeesStateAsync(revised, "Completed", 120);
        await Expect(revised.Locator("[data-stage=Transcribe]")).ToHaveAttributeAsync("data-state", "Skipped");
    }
}
