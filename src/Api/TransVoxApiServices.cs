using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Api.Dispatch;
using TransVox.Api.Events;
using TransVox.Api.Health;
using TransVox.Api.Identity;
using TransVox.Api.Options;
using TransVox.Api.Submit;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Health;

namespace TransVox.Api;

/// <summary>Registers the API.</summary>
public static class TransVoxApiServices
{
    /// <summary>
    /// Adds everything that <see cref="ApiDispatcher"/> needs. The host registers <c>IJobService</c>, <c>IAdminService</c>,
    /// a <see cref="BlobServiceClient"/> and, if it listens on loopback only, an <see cref="ApiHost"/> that says so.
    /// </summary>
    public static IServiceCollection AddTransVoxApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsRules>();
        services.Configure<JsonOptions>(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<KestrelServerOptions>(Harden);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => ApiHost.FromEnvironment(loopbackOnly: false));
        AddIdentity(services);
        services.TryAddSingleton<CorsPolicy>();
        services.TryAddSingleton<SecurityHeaders>();
        services.TryAddSingleton<UserRateLimiter>();
        services.TryAddSingleton<SubmitHandler>();
        services.TryAddSingleton<StreamSlots>();
        services.TryAddSingleton<EventEndpoint>();
        services.TryAddSingleton<HealthMonitor>();
        services.AddSingleton<IHealthProbe>(p => new StorageProbe(SystemContainer(p)));
        services.TryAddSingleton(p => new ApiDispatcher(
            p.GetRequiredService<IdentityChain>(),
            p.GetRequiredService<CorsPolicy>(),
            p.GetRequiredService<SecurityHeaders>(),
            p.GetRequiredService<UserRateLimiter>(),
            p.GetRequiredService<ILogger<ApiDispatcher>>()));
        return services;
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.TryAddSingleton<IApiKeyStore>(p => new BlobApiKeyStore(SystemContainer(p), p.GetRequiredService<ILogger<BlobApiKeyStore>>()));
        services.TryAddSingleton<ApiKeyCache>();
        services.TryAddSingleton(p => new ApiKeyService(
            p.GetRequiredService<IApiKeyStore>(),
            p.GetRequiredService<ApiKeyCache>(),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ApiKeyService>>()));
        services.AddSingleton<IUserTraces, ApiKeyTraces>();
        services.TryAddSingleton<AppServiceAuthenticator>();
        services.TryAddSingleton<ApiKeyAuthenticator>();
        services.TryAddSingleton<OidcAuthenticator>();
        services.TryAddSingleton<DevAuthenticator>();
        services.TryAddSingleton<IdentityChain>();
    }

    private static BlobContainerClient SystemContainer(IServiceProvider provider)
    {
        var name = provider.GetService<IOptions<TransVoxOptions>>()?.Value.Storage.SystemContainer ?? new StorageOptions().SystemContainer;
        return provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(name);
    }

    /// <summary>What only the server can do: say nothing about itself, and not wait long for a request to begin.</summary>
    private static void Harden(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxRequestHeaderCount = 64;
    }
}
