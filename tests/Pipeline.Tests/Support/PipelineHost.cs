using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>The pipeline as a host would register it, and a driver that runs stages one after the other as a job would.</summary>
internal sealed class PipelineHost : IAsyncDisposable, IDisposable
{
    private readonly ServiceProvider _services;

    public PipelineHost(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    /// <param name="identity">Whom Azure takes the host for; null for that of the machine.</param>
    public PipelineHost(TokenCredential? identity, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection().AddLogging();
        if (identity is not null)
        {
            services.AddSingleton(identity);
        }

        _services = services.AddTransVoxPipeline(configuration).BuildServiceProvider();
    }

    public static MediaLimits Limits { get; } = new(200L << 20, TimeSpan.FromMinutes(10));

    public IStageRunner Stages => _services.GetRequiredService<IStageRunner>();

    public ProcessRunner Processes => _services.GetRequiredService<ProcessRunner>();

    public async Task<StageResult> RunAsync(
        Stage stage,
        string workDirectory,
        Dictionary<string, string> artifacts,
        DubbingOptions options,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var description = Stages.Describe(stage, options);
        var inputs = description.Inputs.Concat(description.OptionalInputs)
            .Where(artifacts.ContainsKey)
            .ToDictionary(name => name, name => artifacts[name]);
        var directory = Directory.CreateDirectory(Path.Combine(workDirectory, $"{stage}-{Directory.GetDirectories(workDirectory).Length}")).FullName;
        var request = new StageRequest(stage, directory, inputs, options, Limits);
        var result = await Stages.RunAsync(request, progress ?? new Progress<StageProgress>(), cancellationToken);
        foreach (var (name, path) in result.Outputs)
        {
            artifacts[name] = path;
        }

        return result;
    }

    public async Task<Dictionary<Stage, StageResult>> DubAsync(
        string workDirectory, Dictionary<string, string> artifacts, DubbingOptions options, params Stage[] without)
    {
        var results = new Dictionary<Stage, StageResult>();
        foreach (var stage in EngineStages.All.Except(without))
        {
            results[stage] = await RunAsync(stage, workDirectory, artifacts, options);
        }

        return results;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public void Dispose() => _services.Dispose();
}
