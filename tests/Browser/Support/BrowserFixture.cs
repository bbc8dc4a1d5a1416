using Microsoft.Playwright;
using Xunit;

namespace TransVox.Browser.Support;

/// <summary>One service, one Chromium and the sample videos for all tests; tests keep apart by users.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ServiceUnderTest? _service;
    private SampleVideos? _videos;

    public ServiceUnderTest Service => _service ?? throw new InvalidOperationException("Not started yet.");

    public SampleVideos Videos => _videos ?? throw new InvalidOperationException("Not started yet.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Not started yet.");

    public async Task InitializeAsync()
    {
        var chromium = ChromiumPath.Find()
            ?? throw new FileNotFoundException("Chromium is not installed; run 'apt-get install chromium', or set TRANSVOX_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        _videos = await SampleVideos.CreateAsync();
        _service = await ServiceUnderTest.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
        _videos?.Dispose();
    }
}
