using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
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
        services.AddSingleton(provider => new ProcessRunner(
            provider.GetRequiredService<ILogger<ProcessRunner>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Ffmpeg>();
        services.AddSingleton<IStageRunner>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<EngineOptions>>().Value;
            var ffmpeg = provider.GetRequiredService<Ffmpeg>();
            var tools = new EmbeddedTools(
                provider.GetRequiredService<ProcessRunner>(), ffmpeg, options.Embedded, provider.GetRequiredService<TimeProvider>());
            return new StageRunner(EngineFactory.Create(tools), new OutputValidator(ffmpeg));
        });
        return services;
    }
}
