using Microsoft.Playwright;
using TransVox.Browser.Support;
using TransVox.TestKit;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace TransVox.Browser;

/// <summary>Videos that are somewhere else.</summary>
[Collection(BrowserCollection.First)]
public sealed class AddressTests(BrowserFixture fixture) : PageTests(fixture)
{
    [Fact]
    public async Task A_video_is_dubbed_by_its_address_and_its_bytes_are_seen_to_come()
    {
        var server = await Fixture.SourceAsync();
        server.File = [.. new VideoPlan("by-address").ToBytes(), .. Enumerable.Repeat((byte)' ', 5 << 20)];
        var free = new TaskCompletionSource();
        server.Interfere = async (_, _, sent, stopping) =>
        {
            if (sent == 2 << 20)
                await free.Task.WaitAsync(stopping);
            return false;
        };
        var user = await OpenAsync(new() { Service = (await Fixture.SourceServiceAsync()).Url });
        await user.GoAsync();
        await Accessibility.AssertNoViolationsAsync(user.Page, "form with an address");
        await user.ScreenshotAsync("address");
        await user.Page.GetByLabel("Or by address").FillAsync(server.Address);
        await user.Page.GetByRole(AriaRole.Button, new() { Name = "Dub 1 video" }).ClickAsync();

        var link = user.Page.Locator(".job-card").GetByRole(AriaRole.Link, new() { Name = "talk.mp4" });
        await Expect(user.Page.GetByLabel("Or by address")).ToHaveValueAsync("");
        await link.ClickAsync();
        await Expect(user.Page.Locator("[data-stage=Fetch] .stage-time")).ToHaveTextAsync("2 MB of 5 MB", new() { Timeout = 30_000 });
        await user.ScreenshotAsync("address-fetching");
        free.SetResult();
        await Expect(user.Page.Locator("[data-stage=Mux]")).ToHaveAttributeAsync("data-state", "Completed", new() { Timeout = 60_000 });
        await Expect(user.Page.GetByText(server.Root + "/talk.mp4")).ToBeVisibleAsync();
        Assert.DoesNotContain("signature", await user.Page.ContentAsync(), StringComparison.Ordinal);
        await user.ScreenshotAsync("address-done");
    }

    [Fact]
    public async Task What_the_service_does_not_fetch_is_told_and_the_address_stays_to_be_mended()
    {
        var user = await OpenAsync(new() { Service = (await Fixture.SourceServiceAsync()).Url });
        await user.GoAsync();
        await user.Page.GetByTestId("language").SelectOptionAsync("zh");
        await user.Page.GetByLabel("或通过网址").FillAsync("https://elsewhere.example/talk.mp4");
        await user.Page.Locator(".upload-panel button.button-primary").ClickAsync();
        await Expect(user.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("服务不从该网址获取视频");
        await Accessibility.AssertNoViolationsAsync(user.Page, "refused address");
        await user.ScreenshotAsync("address-refused");
        await Expect(user.Page.GetByLabel("或通过网址")).ToHaveValueAsync("https://elsewhere.example/talk.mp4");
        Assert.Equal(0, await user.Page.Locator(".job-card").CountAsync());
    }

    [Fact]
    public async Task A_service_that_fetches_nothing_offers_no_field()
    {
        var user = await OpenAsync();
        await user.GoAsync();
        await Expect(user.Page.Locator(".drop-limits")).ToBeVisibleAsync();
        Assert.Equal(0, await user.Page.GetByLabel("Or by address").CountAsync());
    }
}
