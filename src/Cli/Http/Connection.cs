using System.Net.Http.Headers;

namespace TransVox.Cli.Http;

/// <summary>Where the service is and who calls.</summary>
/// <param name="Server">Base address, ending with a slash.</param>
/// <param name="Key">API key or bearer token, or null.</param>
/// <param name="DevUser">Development identity, which a service bound to loopback accepts.</param>
/// <param name="Retries">How often a request whose repetition changes nothing is sent again.</param>
internal sealed record Connection(Uri Server, string? Key, string? DevUser, int Retries)
{
    /// <summary>A client for the service; admin commands say so, because a development identity is no admin by itself.</summary>
    public HttpClient CreateHttpClient(bool asAdmin = false)
    {
        var client = new HttpClient(new RetryingHandler(CreateSocketsHandler(), Retries, TimeSpan.FromMilliseconds(400)))
        {
            BaseAddress = Server,
            // Uploads and event streams take as long as they take; connecting is bounded by the handler.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("transvox-cli", CliApplication.Version));
        if (Key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        else if (DevUser is not null)
            client.DefaultRequestHeaders.Add("X-Dev-User", DevUser);
        if (asAdmin && Key is null && Server.IsLoopback)
            client.DefaultRequestHeaders.Add("X-Dev-Admin", "true");
        return client;
    }

    /// <summary>A client for links that carry their own permission: the identity is not sent along.</summary>
    public HttpClient CreateAnonymousClient() =>
        new(new RetryingHandler(CreateSocketsHandler(), Retries, TimeSpan.FromMilliseconds(400))) { Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler CreateSocketsHandler() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A service that refuses a submission says so before the file is sent.
        Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        // A redirect would send the key to whoever it names.
        AllowAutoRedirect = false,
    };
}
