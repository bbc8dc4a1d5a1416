using Yarp.ReverseProxy.Forwarder;

namespace TransVox.FunctionsHost;

/// <summary>Passes requests on to the worker's web server, bodies as streams in both directions.</summary>
public sealed class HttpProxy(IHttpForwarder forwarder) : IDisposable
{
    // By this header the worker finds the invocation that belongs to a request.
    private const string InvocationHeader = "x-ms-invocation-id";

    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(240) };

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>Where the worker listens, once it has said so.</summary>
    public string Address { get; set; } = "";

    public void Dispose() => _http.Dispose();

    /// <exception cref="InvalidOperationException">The request or its answer did not go through.</exception>
    public async Task ForwardAsync(HttpContext context, string invocationId)
    {
        context.Request.Headers[InvocationHeader] = invocationId;
        var error = await forwarder.SendAsync(context, Address, _http, Config);
        if (error != ForwarderError.None && !context.RequestAborted.IsCancellationRequested)
            throw new InvalidOperationException($"The request did not go through: {error}.", context.Features.Get<IForwarderErrorFeature>()?.Exception);
    }
}
