using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using TransVox.Browser.Support;
using TransVox.TestKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

/// <summary>The waveform and the tools of the subtitle editor: by pointer, and all of it by keyboard alone.</summary>
[Collection(BrowserCollection.First)]
public sealed class EditorTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task Cues_are_dragged_on_the_waveform_and_undone()
    {
        var user = await OpenAsync(new() { RealEngines = true });
        var jobId = await AwaitReviewAsync(user, "waveform.mp4", real: true);
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        var region = user.Page.Locator(".wave [part~=cue-0]");
        await Expect(region).ToBeVisibleAsync();
        Assert.True(await user.Page.Locator(".wave canvas").First.EvaluateAsync<bool>(
            "c => new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer).filter(p => p !== 0).length > c.width * 4"), "A voice is drawn.");
        await AssertAccessibleAsync(user, "editor-waveform");

        var (start, end) = (user.Page.GetByLabel("Start", new() { Exact = true }), user.Page.GetByLabel("End", new() { Exact = true }));
        var (startBefore, endBefore) = (await start.InputValueAsync(), await end.InputValueAsync());
        await DragAsync(user.Page, region.Locator("[part~=region-handle-right]"), -30);
        await Expect(end).Not.ToHaveValueAsync(endBefore);
        await Expect(start).ToHaveValueAsync(startBefore);
        await Expect(user.Page.GetByText("1 unsaved change")).ToBeVisibleAsync();
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(end).ToHaveValueAsync(endBefore);

        await DragAsync(user.Page, region, 24);
        await Expect(start).Not.ToHaveValueAsync(startBefore);
        await Expect(end).Not.ToHaveValueAsync(endBefore);
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(start).ToHaveValueAsync(startBefore);

        var box = (await user.Page.Locator(".wave").BoundingBoxAsync())!;
        await user.Page.Mouse.ClickAsync(box.X + (box.Width * 0.4f), box.Y + (box.Height / 2));
        await Eventually.IsTrueAsync("the video is where the waveform was clicked", () => user.Page.Locator(".cue-player video").EvaluateAsync<bool>("v => v.currentTime > 0.5"));
    }

    [Fact]
    public async Task Cues_are_split_merged_and_moved_by_keyboard_and_undone_after_a_reload()
    {
        var user = await OpenAsync();
        var jobId = await AwaitReviewAsync(user, "keys.mp4");
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        var keyboard = user.Page.Keyboard;
        var rows = user.Page.Locator(".cues > li");
        var said = user.Page.Locator("#app > .visually-hidden[role=status]");
        var (start, end) = (user.Page.GetByLabel("Start", new() { Exact = true }), user.Page.GetByLabel("End", new() { Exact = true }));
        var translation = user.Page.GetByLabel("Translation", new() { Exact = true });
        await Expect(user.Page.Locator(".cue-current .cue-row")).ToBeFocusedAsync();
        await Expect(rows).ToHaveCountAsync(3);
        var endBefore = await end.InputValueAsync();

        await keyboard.PressAsync("ArrowRight");
        await Expect(start).ToHaveValueAsync("0:00.100");
        await Expect(said).ToHaveTextAsync("Start 0:00.100");
        await keyboard.PressAsync("Shift+ArrowLeft");
        await Expect(end).Not.ToHaveValueAsync(endBefore);
        await Expect(said).ToContainTextAsync("End 0:0");

        // At the cursor, while one writes.
        await keyboard.PressAsync("Enter");
        await Expect(translation).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+a");
        await keyboard.TypeAsync("Primera parte segunda parte");
        for (var i = 0; i < "segunda parte".Length; i++)
            await keyboard.PressAsync("ArrowLeft");
        await keyboard.PressAsync("Alt+s");
        await Expect(rows).ToHaveCountAsync(4);
        await Expect(translation).ToHaveValueAsync("Primera parte");
        await Expect(said).ToHaveTextAsync("Split into cues 1 and 2");
        await keyboard.PressAsync("Alt+ArrowDown");
        await Expect(translation).ToHaveValueAsync("segunda parte");
        await keyboard.PressAsync("Alt+ArrowUp");
        await keyboard.PressAsync("Alt+Shift+Comma");
        await keyboard.PressAsync("Escape");
        await keyboard.PressAsync("m");
        await Expect(rows).ToHaveCountAsync(3);
        await Expect(translation).ToHaveValueAsync("Primera parte segunda parte");
        await keyboard.PressAsync("?");
        await Expect(user.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToContainTextAsync("Merge with the next cue");
        await AssertAccessibleAsync(user, "editor-keys");
        await keyboard.PressAsync("Escape");

        await user.Page.ReloadAsync();
        await Expect(translation).ToHaveValueAsync("Primera parte segunda parte");
        await Expect(user.Page.GetByText("1 unsaved change")).ToBeVisibleAsync();
        await Expect(user.Page.Locator(".cue-current .cue-row")).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+z");
        await Expect(rows).ToHaveCountAsync(4);
        for (var i = 0; i < 8; i++)
            await keyboard.PressAsync("Control+z");
        await Expect(end).ToHaveValueAsync(endBefore);
        await Expect(start).ToHaveValueAsync("0:00.000");
        await Expect(user.Page.GetByText("All changes saved")).ToBeVisibleAsync();
        await keyboard.PressAsync("Control+Shift+z");
        await Expect(start).ToHaveValueAsync("0:00.100");
    }

    [Fact]
    public async Task An_edit_history_goes_with_its_version_and_ends_with_the_review()
    {
        var user = await OpenAsync();
        var jobId = await AwaitReviewAsync(user, "history.mp4");
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        var translation = user.Page.GetByLabel("Translation", new() { Exact = true });
        var before = await translation.InputValueAsync();
        await translation.FillAsync("Guardado.");
        await user.Page.Keyboard.PressAsync("Control+s");
        await Expect(user.Page.GetByText("All changes saved")).ToBeVisibleAsync();
        await user.Page.ReloadAsync();
        await Expect(translation).ToHaveValueAsync("Guardado.");
        await Expect(user.Page.Locator(".cue-current .cue-row")).ToBeFocusedAsync();
        await user.Page.Keyboard.PressAsync("Control+z");
        await Expect(translation).ToHaveValueAsync(before);

        // Somebody else saves: what this tab kept is of another version.
        var document = await user.Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{jobId}/subtitles");
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/jobs/{jobId}/subtitles")
        {
            Content = JsonContent.Create(new { cues = document.GetProperty("cues").EnumerateArray().Select(cue => new { index = cue.GetProperty("index").GetInt32(), start = cue.GetProperty("start").GetDouble(), end = cue.GetProperty("end").GetDouble(), text = "t", translation = "De otra persona." }) }),
        };
        put.Headers.TryAddWithoutValidation("If-Match", "*");
        (await user.Http.SendAsync(put)).EnsureSuccessStatusCode();
        await user.Page.ReloadAsync();
        await Expect(translation).ToHaveValueAsync("De otra persona.");
        await Expect(user.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeDisabledAsync();

        await translation.FillAsync("Aprobado.");
        Assert.NotNull(await KeptAsync(user, jobId));
        await user.Page.Keyboard.PressAsync("Control+Enter");
        await user.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
        Assert.Null(await KeptAsync(user, jobId));
    }

    [Fact]
    public async Task Text_is_found_and_replaced_over_all_cues_by_keyboard()
    {
        var user = await OpenAsync();
        var jobId = await AwaitReviewAsync(user, "find.mp4");
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        var keyboard = user.Page.Keyboard;
        var translation = user.Page.GetByLabel("Translation", new() { Exact = true });
        foreach (var text in new[] { "Casa grande, casa azul.", "La CASA.", "Nada." })
        {
            await translation.FillAsync(text);
            await keyboard.PressAsync("Alt+ArrowDown");
        }

        await keyboard.PressAsync("Control+f");
        var panel = user.Page.GetByRole(AriaRole.Search);
        var found = panel.GetByRole(AriaRole.Status);
        await Expect(panel.GetByLabel("Find", new() { Exact = true })).ToBeFocusedAsync();
        await keyboard.TypeAsync("casa");
        await Expect(found).ToContainTextAsync("1 of 3");
        await keyboard.PressAsync("Enter");
        await Expect(found).ToContainTextAsync("2 of 3");
        await Expect(found).ToContainTextAsync("Cue 1: Casa grande, casa azul.");
        await AssertAccessibleAsync(user, "editor-find");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync("caseta");
        await keyboard.PressAsync("Enter");
        await Expect(found).ToContainTextAsync("2 of 2");
        await Expect(found).ToContainTextAsync("Cue 2: La CASA.");

        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Space");
        await Expect(found).ToHaveTextAsync("No matches");
        await keyboard.PressAsync("Space");
        await Expect(found).ToContainTextAsync("of 2");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Replace all" }).FocusAsync();
        await keyboard.PressAsync("Enter");
        await Expect(found).ToHaveTextAsync("No matches");
        await keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(user.Page.Locator(".cue-current .cue-row")).ToBeFocusedAsync();
        await Expect(user.Page.Locator(".cues")).ToContainTextAsync("caseta grande, caseta azul.");
        await keyboard.PressAsync("Control+z");
        await Expect(user.Page.Locator(".cues")).ToContainTextAsync("Casa grande, caseta azul.");
    }

    [Fact]
    public async Task A_line_is_heard_without_ending_the_review()
    {
        var user = await OpenAsync(new() { RealEngines = true });
        var jobId = await AwaitReviewAsync(user, "heard.mp4", real: true);
        await user.GoAsync($"#/jobs/{jobId}/subtitles");
        var translation = user.Page.GetByLabel("Translation", new() { Exact = true });
        await translation.FillAsync("Hola a todos.");
        var answer = await user.Page.RunAndWaitForResponseAsync(() => user.Page.Keyboard.PressAsync("Alt+t"), "**/review/speak");
        Assert.Equal((200, "audio/wav"), (answer.Status, answer.Headers["content-type"]));
        using var again = await user.Http.PostAsync($"/api/jobs/{jobId}/review/speak", new StringContent(answer.Request.PostData!, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal("RIFF"u8.ToArray(), (await again.Content.ReadAsByteArrayAsync())[..4]);
        await Expect(user.Page.Locator(".cue-spoken")).ToContainTextAsync("Spoken in", new() { Timeout = 30_000 });
        await Accessibility.AssertNoViolationsAsync(user.Page, "the editor after a line was heard");
        await Expect(user.Page.GetByText("1 unsaved change")).ToBeVisibleAsync();
        Assert.Equal("AwaitingReview", await user.StateAsync(jobId));

        await translation.FillAsync("♪");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Speak this line" }).ClickAsync();
        await Expect(user.Page.Locator(".cue-current").GetByRole(AriaRole.Alert)).ToContainTextAsync("nothing to speak");
    }

    /// <summary>Checks what is on the screen, light and dark.</summary>
    private static async Task AssertAccessibleAsync(TestUser user, string view)
    {
        foreach (var (scheme, theme) in new[] { (ColorScheme.Dark, "dark"), (ColorScheme.Light, "light") })
        {
            await user.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(user.Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
            await Accessibility.AssertNoViolationsAsync(user.Page, $"{view} {theme}");
            await user.ScreenshotAsync($"{view}-{theme}");
        }
    }

    private static async Task<string?> KeptAsync(TestUser user, string jobId) =>
        await user.Page.EvaluateAsync<string?>("id => sessionStorage.getItem('transvox.edits.' + id)", jobId);

    private static async Task DragAsync(IPage page, ILocator what, float by)
    {
        var box = (await what.BoundingBoxAsync())!;
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + by, y, new() { Steps = 6 });
        await page.Mouse.UpAsync();
    }
}
