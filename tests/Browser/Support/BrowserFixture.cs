using Microsoft.Playwright;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Browser.Support;

/// <summary>One storage, one Chromium and the services for all tests; tests keep apart by users.</summary>
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
    private ServiceUnderTest? _service;
    private ServiceUnderTest? _realService;

    /// <summary>With fake engines: what a job does is in its upload.</summary>
    public ServiceUnderTest Service => _service ?? throw new InvalidOperationException("Not started yet.");

    public SampleVideos Videos => _videos ?? throw new InvalidOperationException("Not started yet.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>With real engines, for what must be seen and heard; started when a test asks for it.</summary>
    public async Task<ServiceUnderTest> RealServiceAsync() =>
        _realService ??= await ServiceUnderTest.StartAsync(_storage!.ConnectionString, "embedded");

    public async Task InitializeAsync()
    {
        var chromium = ChromiumPath.Find()
            ?? throw new FileNotFoundException("Chromium is not installed; run 'apt-get install chromium', or set TRANSVOX_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        _videos = await SampleVideos.CreateAsync();
        _storage = await AzuriteServer.StartAsync();
        _service = await ServiceUnderTest.StartAsync(_storage.ConnectionString, "fake");
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
        if (_realService is not null)
            await _realService.DisposeAsync();
        if (_storage is not null)
            await _storage.DisposeAsync();
        _videos?.Dispose();
    }
}
