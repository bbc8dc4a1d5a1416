using Microsoft.Playwright;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Browser.Support;

/// <summary>One storage, one Chromium and the services for all tests of a collection; tests keep apart by users.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private AzuriteServer? _storage;
    private SampleVideos? _videos;
    private LocalHostProcess? _service;
    private LocalHostProcess? _realService;
    private LocalHostProcess? _oneSlotService;
    private LocalHostProcess? _sourceService;
    private VideoServer? _source;

    /// <summary>With fake engines: what a job does is in its upload.</summary>
    public LocalHostProcess Service => _service ?? throw new InvalidOperationException("Not started yet.");

    public SampleVideos Videos => _videos ?? throw new InvalidOperationException("Not started yet.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>With real engines and the sample, for what must be seen and heard; started when a test asks for it.</summary>
    public async Task<LocalHostProcess> RealServiceAsync() =>
        _realService ??= await StartAsync("real", ("engines:Profile", "embedded"), ("sample:enabled", "true"));

    /// <summary>With fake engines and one slot for everybody; may be brought down by what is submitted to it.</summary>
    public async Task<LocalHostProcess> OneSlotServiceAsync() =>
        _oneSlotService ??= await StartAsync("one", ("concurrency:max_global_jobs", "1"), ("concurrency:max_jobs_per_user", "1"));

    /// <summary>With fake engines, and videos by address from <see cref="SourceAsync"/>.</summary>
    public async Task<LocalHostProcess> SourceServiceAsync() => _sourceService ??= await StartAsync(
        "source", ("source:enabled", "true"), ("source:allowed_hosts:0", (await SourceAsync()).Authority), ("outbound:allowed_networks:0", "127.0.0.0/8"));

    /// <summary>Another's web server with a video.</summary>
    public async Task<VideoServer> SourceAsync() => _source ??= await VideoServer.StartAsync();

    public async Task InitializeAsync()
    {
        var chromium = ChromiumPath.Find()
            ?? throw new FileNotFoundException("Chromium is not installed; run 'apt-get install chromium-headless-shell', or set TRANSVOX_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        // The machine may be busy with other tests; what a page promises sooner, a test says itself.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        _videos = await SampleVideos.CreateAsync();
        _storage = await AzuriteServer.StartAsync();
        _service = await StartAsync("fake");
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        foreach (var service in new[] { _service, _realService, _oneSlotService, _sourceService }.OfType<LocalHostProcess>())
            await service.DisposeAsync();
        if (_source is not null)
            await _source.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        _videos?.Dispose();
    }

    /// <summary>Generous limits, and short waits before a stage runs again; containers of their own, since all share a storage.</summary>
    private async Task<LocalHostProcess> StartAsync(string name, params (string Key, string Value)[] over)
    {
        var settings = new Dictionary<string, string>
        {
            ["concurrency:max_global_jobs"] = "2",
            ["concurrency:max_jobs_per_user"] = "2",
            ["concurrency:enable_priority"] = "true",
            ["retry:max_attempts"] = "2",
        };
        foreach (var container in (string[])["input", "output", "work", "system"])
            settings[$"storage:{container}_container"] = $"{container}-{name}";
        foreach (var (key, value) in over)
            settings[key] = value;
        var host = new LocalHostProcess(_storage!.ConnectionString, settings);
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }
}
