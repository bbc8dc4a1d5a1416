using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Devices;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline;

/// <summary>Registers the pipeline.</summary>
public static class PipelineServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IStageRunner"/> with the engines that the configuration names.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="engines">The <c>engines</c> section; bound to <see cref="EngineOptions"/> and checked at start.</param>
    public static IServiceCollection AddTransVoxPipeline(this IServiceCollection services, IConfiguration engines)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<EngineOptions>().Bind(engines).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EngineOptions>, EngineOptionsValidator>());
        services.AddTransVoxProcesses();
        services.TryAddSingleton<Ffmpeg>();
        services.TryAddSingleton<GpuReader>();
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.TryAddSingleton<RemoteServers>();
        services.TryAddSingleton<IStageRunner>(CreateRunner);
        return services;
    }

    /// <summary>Adds the one <see cref="ProcessRunner"/>.</summary>
    public static IServiceCollection AddTransVoxProcesses(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ProcessRunner(
            provider.GetRequiredService<ILogger<ProcessRunner>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<EngineOptions>>().Value));
        return services;
    }

    private static StageRunner CreateRunner(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<EngineOptions>>().Value;
        var ffmpeg = provider.GetRequiredService<Ffmpeg>();
        var tools = new EmbeddedTools(
            provider.GetRequiredService<ProcessRunner>(), ffmpeg, options.Embedded, provider.GetRequiredService<TimeProvider>())
        {
            Whisper = options.Whisper,
        };
        var servers = provider.GetRequiredService<RemoteServers>();
        return new StageRunner(
            [.. ProfileLoader.NamesOf(options).Select(named =>
            {
                var profile = ProfileLoader.Load(options, named);
                return new RunnableProfile(named, profile, EngineFactory.Create(profile, tools, servers));
            })],
            new OutputValidator(ffmpeg),
            options.Devices > 0 ? new DeviceGate(options.Devices) : null);
    }
}
