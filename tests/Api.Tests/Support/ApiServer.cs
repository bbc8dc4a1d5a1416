using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TransVox.Api.Identity;
using TransVox.Orchestration.Health;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Webhooks;

namespace TransVox.Api.Tests.Support;

/// <summary>The API on a real Kestrel, on a free loopback port.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiServer(WebApplication app, LogCollector log)
    {
        (_app, Log) = (app, log);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = CreateClient();
    }

    public Uri Address { get; }

    /// <summary>A client without any identity header.</summary>
    public HttpClient Client { get; }

    public LogCollector Log { get; }

    public MemoryJobs Jobs => _app.Services.GetRequiredService<MemoryJobs>();

    public MemoryAdmin Admin => _app.Services.GetRequiredService<MemoryAdmin>();

    public MemoryKeys Keys => _app.Services.GetRequiredService<MemoryKeys>();

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="settings">Of the section <c>api</c>; development identity is on unless it says otherwise.</param>
    /// <param name="host">What the host knows about itself; by default, that it listens on loopback only.</param>
    /// <param name="services">Replaces services.</param>
    public static async Task<ApiServer> StartAsync(
        Dictionary<string, string?>? settings = null, ApiHost? host = null, Action<IServiceCollection>? services = null)
    {
        var log = new LogCollector();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["api:dev_identity"] = "true" });
        builder.Configuration.AddInMemoryCollection((settings ?? []).ToDictionary(s => $"api:{s.Key}", s => s.Value));
        builder.Services.AddSingleton(host ?? new ApiHost(LoopbackOnly: true));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<MemoryJobs>().AddSingleton<IJobService>(p => p.GetRequiredService<MemoryJobs>());
        builder.Services.AddSingleton<MemoryAdmin>().AddSingleton<IAdminService>(p => p.GetRequiredService<MemoryAdmin>());
        builder.Services.AddSingleton<IWebhookService, MemoryWebhooks>();
        builder.Services.AddSingleton<MemorySample>().AddSingleton<ISampleService>(p => p.GetRequiredService<MemorySample>());
        builder.Services.AddSingleton<MemoryKeys>().AddSingleton<IApiKeyStore>(p => p.GetRequiredService<MemoryKeys>());
        builder.Services.AddTransVoxApi(builder.Configuration);
        // The storage probe needs storage; tests that want it register their own.
        foreach (var probe in builder.Services.Where(s => s.ServiceType == typeof(IHealthProbe)).ToList())
            builder.Services.Remove(probe);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapTransVoxApi();
        await app.StartAsync();
        return new ApiServer(app, log);
    }

    public HttpClient CreateClient(string? user = null, bool admin = false, string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (user is not null)
            client.DefaultRequestHeaders.Add("X-Dev-User", user);
        if (admin)
            client.DefaultRequestHeaders.Add("X-Dev-Admin", "true");
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A bare connection, for what no client sends.</summary>
    public async Task<RawConnection> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Address.Host, Address.Port);
        return new RawConnection(socket);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
