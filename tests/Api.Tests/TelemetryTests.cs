using System.Diagnostics;
using TransVox.Api.Telemetry;
using Xunit;

namespace TransVox.Api.Tests;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData("https://account.blob.core.windows.net/input/ada/job/My%20film.mp4?sv=1", "https://account.blob.core.windows.net")]
    [InlineData("http://user:secret@127.0.0.1:10000/devstoreaccount1/work/ada", "http://127.0.0.1:10000")]
    [InlineData("not an address", null)]
    public void Only_the_origin_of_an_address_leaves_the_service(string address, string? left)
    {
        using var span = new Activity("GET").SetTag("url.full", address);
        using var processor = new OriginOnly();
        processor.OnEnd(span);
        Assert.Equal(left, span.GetTagItem("url.full"));
    }
}
