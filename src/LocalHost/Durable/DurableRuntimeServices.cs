using Microsoft.Extensions.DependencyInjection.Extensions;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable;

/// <summary>Registration of the embedded durable runtime.</summary>
public static class DurableRuntimeServices
{
    /// <summary>
    /// Adds the runtime as a hosted service and as the <see cref="IDurableClient"/>. It serves every <see cref="IOrchestrator"/>,
    /// <see cref="IActivity"/> and <see cref="IDurableEntity"/> that is registered. Add it before hosted services that call it.
    /// </summary>
    public static IServiceCollection AddEmbeddedDurableRuntime(this IServiceCollection services, Action<EmbeddedRuntimeOptions> configure)
    {
        services.AddOptions<EmbeddedRuntimeOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedDurableRuntime>();
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedDurableRuntime>());
        // Activities use the client, and the runtime is made of activities: the client looks for it when it is first called.
        services.AddSingleton<IDurableClient>(provider =>
            new EmbeddedDurableClient(new Lazy<EmbeddedDurableRuntime>(provider.GetRequiredService<EmbeddedDurableRuntime>)));
        return services;
    }
}
