using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>Stages one after another in this process, without queue, storage or orchestration.</summary>
internal static class StageChain
{
    public static string Sample => Path.Combine(RepositoryPaths.Root, "samples", "hello-en.mp4");

    /// <summary>A pipeline with settings of <c>engines</c>; its runner is <see cref="IStageRunner"/>.</summary>
    public static ServiceProvider Pipeline(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTransVoxPipeline(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services.BuildServiceProvider();
    }

    /// <summary>Runs the stages in a folder; the artifacts of all, by name.</summary>
    public static async Task<Dictionary<string, string>> RunAsync(
        IStageRunner runner, string video, IEnumerable<Stage> stages, TemporaryFolder folder, CancellationToken cancellationToken)
    {
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = video };
        foreach (var stage in stages)
        {
            await RunAsync(runner, stage, artifacts, folder.File($"{stage}"), cancellationToken);
        }

        return artifacts;
    }

    /// <summary>Runs a stage in a directory of its own on what there is, and adds what it made.</summary>
    public static async Task RunAsync(IStageRunner runner, Stage stage, Dictionary<string, string> artifacts, string directory, CancellationToken cancellationToken)
    {
        var options = new DubbingOptions { TargetLanguage = "es" };
        var description = runner.Describe(stage, options);
        var inputs = description.Inputs.Concat(description.OptionalInputs).Distinct().Where(artifacts.ContainsKey).ToDictionary(name => name, name => artifacts[name]);
        var work = Directory.CreateDirectory(directory).FullName;
        var request = new StageRequest(stage, work, inputs, options, new MediaLimits(long.MaxValue, TimeSpan.FromHours(1)));
        var result = await runner.RunAsync(request, new Progress<StageProgress>(), cancellationToken);
        foreach (var (name, path) in result.Outputs)
        {
            artifacts[name] = path;
        }
    }
}
