
namespace TransVox.Browser.Support;

/// <summary>The service that the page talks to: a real local host on a real Azurite, ended with the tests.</summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private ServiceUnderTest(Uri url) => Url = url;

    public Uri Url { get; }

    public static Task<ServiceUnderTest> StartAsync() =>
        Task.FromResult(new ServiceUnderTest(new Uri(Environment.GetEnvironmentVariable("TRANSVOX_BROWSER_URL")!)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
