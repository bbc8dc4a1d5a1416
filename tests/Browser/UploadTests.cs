using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TransVox.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

[Collection(BrowserCollection.Second)]
public sealed partial class UploadTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task A_video_goes_from_upload_to_download()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await Expect(user.Page.GetByText("No jobs yet")).ToBeVisibleAsync();
        await user.ScreenshotAsync("empty");

        await user.Page.Locator("#files").SetInputFilesAsync(Videos.PlanAs("Welcome day.mp4"));
        await Expect(user.Page.Locator(".chosen-name")).ToHaveTextAsync("Welcome day.mp4");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Dub 1 video" }).ClickAsync();
        await Expect(user.Page.Locator(".upload-row[data-phase=done]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var card = user.Page.Locator(".job-card");
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "Welcome day.mp4" })).ToBeVisibleAsync();
        var jobId = await card.GetAttributeAsync("data-job");

        await card.GetByRole(AriaRole.Link, new() { Name = "Welcome day.mp4" }).ClickAsync();
        var page = user.JobPage(jobId!);
        await user.SeesStateAsync(page, "Completed", 120);
        foreach (var stage in new[] { "Probe", "Extract", "Transcribe", "Translate", "Synthesize", "Mix", "Mux" })
            await Expect(page.Locator($"[data-stage={stage}]")).ToHaveAttributeAsync("data-state", "Completed");

        var output = page.Locator("a.output").Filter(new() { HasText = "dubbed.mp4" });
        var href = await output.GetAttributeAsync("href");
        var download = await user.Page.RunAndWaitForDownloadAsync(() => output.ClickAsync());
        Assert.Equal("dubbed.mp4", download.SuggestedFilename);
        var saved = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.NotEmpty(saved);
        Assert.Equal(await user.Http.GetByteArrayAsync(href), saved);
    }

    [Fact]
    public async Task Original_and_dub_play_from_the_same_place()
    {
        var user = await OpenAsync(new() { RealEngines = true });
        await user.GoAsync();
        var jobId = await user.SubmitJobAsync(Videos.SpeechAs("Welcome day.mp4"));
        await user.GoAsync($"#/jobs/{jobId}");
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
        var dubbed = user.Page.Locator("video[data-version=dubbed]");
        var original = user.Page.Locator("video[data-version=original]");
        await Expect(dubbed).ToBeVisibleAsync();
        await Expect(original).ToBeHiddenAsync();
        await IsPlayableAsync(dubbed);
        await IsPlayableAsync(original);
        await dubbed.EvaluateAsync("v => { v.muted = true; v.currentTime = 1.5; }");

        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Original" }).ClickAsync();
        await Expect(original).ToBeVisibleAsync();
        await Expect(dubbed).ToBeHiddenAsync();
        await Expect(user.Page.GetByRole(AriaRole.Button, new() { Name = "Original" })).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.InRange(await original.EvaluateAsync<double>("v => v.currentTime"), 1.4, 1.6);

        await user.Page.GetByLabel("Subtitles").SelectOptionAsync("es");
        await TestKit.Eventually.IsTrueAsync("subtitles are loaded", () => original.EvaluateAsync<bool>(
            "v => [...v.textTracks].some(t => t.mode === 'showing' && t.cues && t.cues.length > 0)"));
    }

    [Fact]
    public async Task Dropped_files_are_listed_and_bad_ones_are_not_sent()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await user.Page.EvaluateAsync("""
            () => {
              const data = new DataTransfer();
              data.items.add(new File(['x'], '<img src=x onerror="document.title=1">.mp4', { type: 'video/mp4' }));
              data.items.add(new File([], 'empty.mp4', { type: 'video/mp4' }));
              const zone = document.querySelector('[data-testid=drop]');
              zone.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
              zone.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """);
        await Expect(user.Page.Locator(".chosen-file")).ToHaveCountAsync(2);
        await Expect(user.Page.Locator(".chosen-name").First).ToHaveTextAsync("<img src=x onerror=\"document.title=1\">.mp4");
        await Expect(user.Page.Locator(".chosen-bad")).ToContainTextAsync("The file is empty");
        await Expect(user.Page.GetByRole(AriaRole.Button, new() { Name = "Dub 1 video" })).ToBeEnabledAsync();
        await Expect(user.Page.GetByTestId("forecast")).ToContainTextAsync("in the queue");
        await Expect(user.Page).ToHaveTitleAsync("TransVox");
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Remove empty.mp4" }).ClickAsync();
        await Expect(user.Page.Locator(".chosen-file")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Several_videos_are_sent_one_after_another_with_the_chosen_options()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await user.Page.GetByLabel("Dub into").SelectOptionAsync("ca");
        await user.Page.GetByLabel("Subtitles").First.SelectOptionAsync("Bilingual");
        await user.Page.GetByLabel("Result").SelectOptionAsync("Dual");
        await user.SubmitAsync(Videos.PlanAs("one.mp4"), Videos.PlanAs("two.mp4"));
        await Expect(user.Page.Locator(".upload-row[data-phase=done]")).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await Expect(user.Page.Locator(".job-card")).ToHaveCountAsync(2);
        await user.Page.Locator(".job-card a").First.ClickAsync();
        await Expect(user.Page.Locator(".job-head-meta")).ToContainTextAsync("English to Catalan");
        await Expect(user.Page.Locator(".job-head-meta")).ToContainTextAsync("Two soundtracks");
        await Expect(user.Page.Locator(".job-head-meta")).ToContainTextAsync("Both languages");

        // The next visit offers the same options.
        await user.GoAsync();
        await user.Page.ReloadAsync();
        await Expect(user.Page.GetByLabel("Dub into")).ToHaveValueAsync("ca");
    }

    [Fact]
    public async Task The_form_offers_what_the_engines_can_and_nothing_else()
    {
        var user = await OpenAsync(new() { RealEngines = true });
        var catalogue = await user.Http.GetFromJsonAsync<JsonElement>("/api/languages");
        var pairs = catalogue.GetProperty("pairs").EnumerateArray().ToDictionary(p => p.GetProperty("source").GetString()!, p => Texts(p.GetProperty("targets")));
        await user.GoAsync();
        var source = user.Page.GetByLabel("Spoken language");
        var target = user.Page.GetByLabel("Dub into");
        // The form is there before it knows what the engines can.
        foreach (var language in pairs.Keys)
            await Expect(source.Locator($"option[value={language}]")).ToBeAttachedAsync();
        Assert.Equal(pairs.Keys.Order(), (await ValuesAsync(source)).Order());
        Assert.Equal(pairs["en"], await ValuesAsync(target));
        Assert.Equal(Texts(catalogue.GetProperty("recognized")), await ValuesAsync(source, ":not(:disabled)"));

        await target.SelectOptionAsync("es");
        await user.Page.GetByText("More options").ClickAsync();
        var voices = catalogue.GetProperty("targets").EnumerateArray().Single(t => t.GetProperty("language").GetString() == "es").GetProperty("voices");
        Assert.Equal(["", .. Texts(voices)], await ValuesAsync(user.Page.Locator(".options").GetByLabel("Voice")));

        // Speech in Spanish cannot be recognized here; with subtitles it need not be.
        await user.Page.GetByLabel("Own subtitles").SetInputFilesAsync(new FilePayload
        {
            Name = "es.srt",
            MimeType = "application/x-subrip",
            Buffer = "1\n00:00:00,200 --> 00:00:02,000\nBuenos días a todos.\n"u8.ToArray(),
        });
        await source.SelectOptionAsync("es");
        Assert.Equal(pairs["es"], await ValuesAsync(target));
        await target.SelectOptionAsync("en");
        await user.Page.Locator(".options").GetByLabel("Voice").SelectOptionAsync("en-us");
        await Accessibility.AssertNoViolationsAsync(user.Page, "the form");
        var jobId = await user.SubmitJobAsync(Videos.SpeechAs("with subtitles of its own.mp4"));
        await user.GoAsync($"#/jobs/{jobId}");
        await user.SeesStateAsync(user.JobPage(jobId), "Completed", 120);
        await Expect(user.Page.Locator(".job-head-meta")).ToContainTextAsync("Spanish to English");
    }

    [Fact]
    public async Task A_large_upload_survives_a_broken_connection()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        var blocks = 0;
        var broken = 0;
        await user.Page.RouteAsync(BlockUrl(), async route =>
        {
            // The third block, and every try of it for a while, finds no network.
            if (Interlocked.Increment(ref blocks) is > 4 and < 8)
            {
                Interlocked.Increment(ref broken);
                await route.AbortAsync("internetdisconnected");
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await user.SubmitAsync(Videos.LargePlanAs("large lecture.mp4", 70 * 1024 * 1024));
        await Expect(user.Page.Locator(".upload-row[data-phase=done]")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        Assert.Equal(3, broken);
        Assert.True(blocks > 17, $"{blocks} requests for 18 blocks");
        var link = await user.Page.Locator(".upload-row a").GetAttributeAsync("href");
        await SourceIsWholeAsync(user, Uri.UnescapeDataString(link!["#/jobs/".Length..]), 70 * 1024 * 1024);
    }

    [Fact]
    public async Task A_storage_out_of_reach_makes_a_large_upload_go_through_the_service()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await user.Page.RouteAsync(BlockUrl(), route => route.AbortAsync("connectionrefused"));
        await user.SubmitAsync(Videos.LargePlanAs("behind a firewall.mp4", 66 * 1024 * 1024));
        await Expect(user.Page.Locator(".upload-row[data-phase=done]")).ToBeVisibleAsync(new() { Timeout = 120_000 });
    }

    [Fact]
    public async Task What_the_service_refuses_is_explained_and_can_be_tried_again()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await user.Page.GetByText("More options").ClickAsync();
        await user.Page.GetByLabel("Own subtitles").SetInputFilesAsync(new FilePayload
        {
            Name = "notes.srt",
            MimeType = "application/x-subrip",
            Buffer = "no times in here"u8.ToArray(),
        });
        await user.SubmitAsync(Videos.PlanAs("refused.mp4"));
        var row = user.Page.Locator(".upload-row[data-phase=failed]");
        await Expect(row.GetByRole(AriaRole.Alert)).ToContainTextAsync("The subtitles are not valid");
        await Expect(row.GetByRole(AriaRole.Link, new() { Name = "What this means" })).ToHaveAttributeAsync("href", HelpLink());
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeVisibleAsync();
    }

    private static async Task<IReadOnlyList<string>> ValuesAsync(ILocator select, string which = "") =>
        await select.Locator("option" + which).EvaluateAllAsync<string[]>("options => options.map(o => o.value)");

    private static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static Task IsPlayableAsync(ILocator video) => TestKit.Eventually.IsTrueAsync(
        "the video is loaded", () => video.EvaluateAsync<bool>("v => v.readyState >= 1 && v.duration > 0 && v.error === null"));

    private static async Task SourceIsWholeAsync(TestUser user, string jobId, long size)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/jobs/{jobId}/source");
        request.Headers.Range = new RangeHeaderValue(size - 1, size - 1);
        using var response = await user.Http.SendAsync(request);
        Assert.Equal(size, response.Content.Headers.ContentRange?.Length);
    }

    [GeneratedRegex("comp=block(&|$)")]
    private static partial Regex BlockUrl();

    [GeneratedRegex("/docs/errors#invalid_subtitles$")]
    private static partial Regex HelpLink();
}
