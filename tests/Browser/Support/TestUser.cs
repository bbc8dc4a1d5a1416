using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using TransVox.TestKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser.Support;

/// <summary>Somebody at a browser of their own: a context with an identity, its page, and what the browser complained about.</summary>
public sealed class TestUser : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    private TestUser(IBrowserContext context, IPage page, HttpClient http, string name)
    {
        (Context, Page, Http, Name) = (context, page, http, name);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                Add(message.Text);
        };
        page.PageError += (_, error) => Add(error);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>The same identity without a browser, to set things up and to look behind the page.</summary>
    public HttpClient Http { get; }

    public string Name { get; }

    public static async Task<TestUser> OpenAsync(BrowserFixture fixture, string name, UserSetup? setup = null)
    {
        var with = setup ?? new UserSetup();
        var url = with.Service ?? (with.RealEngines ? await fixture.RealServiceAsync() : fixture.Service).Url;
        var headers = new Dictionary<string, string> { ["X-Dev-User"] = name };
        if (with.Admin)
            headers["X-Dev-Admin"] = "true";
        var context = await fixture.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url,
            ExtraHTTPHeaders = with.Identity ? headers : null,
            Locale = with.Locale,
            ColorScheme = with.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = with.Viewport,
            AcceptDownloads = true,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        var http = new HttpClient { BaseAddress = new Uri(url) };
        foreach (var (key, value) in headers)
            http.DefaultRequestHeaders.Add(key, value);
        return new TestUser(context, page, http, name);
    }

    /// <summary>Goes to a view by its fragment (<c>#/jobs/…</c>) and waits until it is drawn.</summary>
    public async Task GoAsync(string fragment = "#/")
    {
        await Page.GotoAsync($"/{fragment}");
        await Expect(Page.Locator("main h1").First).ToBeAttachedAsync();
    }

    /// <summary>Chooses files in the form and starts. The job's ids are in the list then.</summary>
    public async Task SubmitAsync(params string[] files)
    {
        await Page.Locator("#files").SetInputFilesAsync(files);
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Dub \\d+ videos?$") }).ClickAsync();
    }

    /// <summary>Submits one file and gives the id of its job.</summary>
    public async Task<string> SubmitJobAsync(string file)
    {
        // Uploads of before stay in the list.
        var done = Page.Locator(".upload-row[data-phase=done]");
        var before = await done.CountAsync();
        await SubmitAsync(file);
        await Expect(done).ToHaveCountAsync(before + 1, new() { Timeout = 60_000 });
        var link = await done.Last.Locator("a").GetAttributeAsync("href");
        return Uri.UnescapeDataString(link!["#/jobs/".Length..]);
    }

    public ILocator Card(string jobId) => Page.Locator($".job-card[data-job='{jobId}']");

    public ILocator JobPage(string jobId) => Page.Locator($".job-page[data-job='{jobId}']");

    /// <summary>Waits until the page that is open shows the state, as a reader would.</summary>
    public Task SeesStateAsync(ILocator place, string state, int seconds = 60) =>
        Expect(place).ToHaveAttributeAsync("data-state", state, new() { Timeout = seconds * 1000 });

    /// <summary>Waits until the service says so.</summary>
    public Task IsInStateAsync(string jobId, string state, int seconds = 60) =>
        Eventually.IsTrueAsync($"{jobId} is {state}", async () => await StateAsync(jobId) == state, TimeSpan.FromSeconds(seconds));

    public async Task<string?> StateAsync(string jobId)
    {
        var job = await Http.GetFromJsonAsync<JsonElement>($"/api/jobs/{jobId}");
        return job.GetProperty("state").GetString();
    }

    /// <summary>Keeps a picture of what is on the screen.</summary>
    public async Task ScreenshotAsync(string name, bool fullPage = false)
    {
        var path = Path.Combine(RepositoryPaths.Root, "artifacts", "screenshots", $"{name}.png");
        await Page.ScreenshotAsync(new() { Path = path, FullPage = fullPage });
    }

    /// <summary>Fails when the browser refused something of the page, or a script failed.</summary>
    public void AssertNoComplaints()
    {
        lock (_complaints)
            Assert.True(_complaints.Count == 0, string.Join('\n', _complaints));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Context.DisposeAsync();
    }

    private void Add(string complaint)
    {
        lock (_complaints)
            _complaints.Add(complaint);
    }
}
