using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;
using TransVox.TestKit;

namespace TransVox.Bench.Service;

/// <summary>
/// whisper.cpp in its process, recognizing the sample's speech with a model of the shape and size of <c>base</c>. Its weights are made: it
/// takes a real model's time and memory, and says the same whatever it hears.
/// </summary>
internal sealed class WhisperProcess : IDisposable
{
    private const int Jobs = 6;
    private readonly TemporaryFolder _folder = new();
    private Dictionary<string, string> _artifacts = [];
    private int _runs;

    public double ModelMb => new FileInfo(Model).Length / (1024.0 * 1024);

    private string Model => _folder.File("ggml-made-base.bin");

    /// <summary>Writes the model, and what comes before recognition.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        new TinyWhisper(width: 512, encoderLayers: 6, decoderLayers: 6).Say(0, 3, "Good morning and welcome to this film.").Write(Model);
        await using var embedded = StageChain.Pipeline([]);
        _artifacts = await StageChain.RunAsync(
            embedded.GetRequiredService<IStageRunner>(), StageChain.Sample, EngineStages.All.TakeWhile(stage => stage != Stage.Transcribe), _folder, cancellationToken);
    }

    /// <summary>Some jobs in a row, by a process each or by one that stays.</summary>
    public async Task<WhisperTurn> MeasureAsync(bool stays, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        var memory = new List<double>();
        var pipeline = StageChain.Pipeline(Settings);
        try
        {
            for (var job = 0; job < Jobs; job++)
            {
                var start = Stopwatch.GetTimestamp();
                await StageChain.RunAsync(
                    pipeline.GetRequiredService<IStageRunner>(), Stage.Transcribe, new(_artifacts), _folder.File($"run-{_runs++}"), cancellationToken);
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                memory.Add(ProcessMemory.Resident(ProcessId()));
                if (!stays)
                {
                    await pipeline.DisposeAsync();
                    pipeline = StageChain.Pipeline(Settings);
                }
            }
        }
        finally
        {
            await pipeline.DisposeAsync();
        }

        return new WhisperTurn(seconds.Sum() / Jobs, Percentiles.Of(seconds[1..], 0.5), memory[0], memory[^1]);
    }

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, string?> Settings => new() { ["profile"] = "whisper", ["whisper:model"] = Model };

    /// <summary>The one whose arguments name the model; not the sandbox around it, which names it too.</summary>
    private int ProcessId() => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), out var process) ? process : 0)
        .Single(process => process > 0 && Arguments(process) is [var program, ..] arguments && !program.EndsWith("bwrap", StringComparison.Ordinal) && arguments.Contains(Model));

    private static string[] Arguments(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile.
            return [];
        }
    }
}
