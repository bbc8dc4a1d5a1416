using System.Globalization;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Warm;

namespace TransVox.Pipeline.Whisper;

/// <summary>The model and the program of whisper.cpp on this machine, and its processes.</summary>
internal sealed class WhisperSetup(StageProfile profile, EmbeddedTools tools)
{
    private const int RecycleAfter = 2_000;
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "transvox-whisper.dll");

    // The host may run on a runtime that is not on PATH.
    private static readonly string Runtime =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private readonly WhisperModel? _known = ModelCatalogue.Find(tools.Whisper.Model);

    /// <summary>Path of the model.</summary>
    public string Model { get; } = ModelStore.PathOf(tools.Whisper);

    /// <summary>Of a model by path nobody knows; the usual ones are.</summary>
    public bool IsMultilingual => _known?.IsMultilingual ?? !Model.EndsWith(".en.bin", StringComparison.Ordinal);

    /// <summary>The processes that run.</summary>
    public WarmPrograms Programs { get; } = new(
        new WarmProfile { Processes = tools.Whisper.Processes, MaxJobs = RecycleAfter, StartSeconds = tools.Whisper.StartSeconds },
        TimeSpan.FromSeconds(profile.TimeLimitSeconds ?? 3600),
        tools.Time);

    private string Get => _known is null ? "put the file there" : $"run: transvox models pull {_known.Name}";

    public IEnumerable<string> Missing()
    {
        if (!File.Exists(Program))
        {
            yield return Path.GetFileName(Program);
        }

        if (!HasModel())
        {
            yield return $"model {tools.Whisper.Model} ({Get})";
        }
    }

    /// <exception cref="StageException"><see cref="ErrorCodes.EngineMissing"/>, with the command that gets it.</exception>
    public void RequireModel()
    {
        if (!HasModel())
        {
            throw new StageException(
                ErrorCodes.EngineMissing, $"The speech model {Path.GetFileName(tools.Whisper.Model)} is not on the machine that runs the jobs. An operator must {Get}");
        }
    }

    /// <summary>The error for a model that cannot be loaded.</summary>
    public StageException Damaged(string log) => new(
        ErrorCodes.EngineMissing,
        $"The speech model {Path.GetFileName(tools.Whisper.Model)} cannot be loaded: its file is damaged or no ggml model. An operator must "
            + (_known is null ? "replace the file." : $"run: transvox models remove {_known.Name}; transvox models pull {_known.Name}"),
        exitCode: WhisperRecognizer.ModelUnusable,
        logTail: log);

    /// <summary>Starts a process for a device.</summary>
    public WarmProcess Start(int? device)
    {
        var threads = tools.Whisper.Threads > 0 ? tools.Whisper.Threads : Environment.ProcessorCount;
        var environment = new Dictionary<string, string>(profile.Environment ?? new Dictionary<string, string>());
        if (device is { } index)
        {
            environment.TryAdd("CUDA_VISIBLE_DEVICES", index.ToString(CultureInfo.InvariantCulture));
        }

        return new WarmProcess(
            tools.Runner,
            new ProcessSpec(Runtime, [Program, "--model", Model, "--threads", threads.ToString(CultureInfo.InvariantCulture)])
            {
                Environment = environment,
                Access = new ProgramAccess
                {
                    Reads = [AppContext.BaseDirectory.TrimEnd('/'), Model],
                    Gpu = profile.UsesGpu ?? EngineFactory.UsesGpuByDefault(Stage.Transcribe, profile.Engine),
                },
                MaxMemoryBytes = (long)(profile.MemoryMb ?? 0) << 20,
                Nice = profile.Nice ?? 0,
                Grace = TimeSpan.FromSeconds(profile.GraceSeconds ?? 3),
            });
    }

    private bool HasModel() => _known is null ? File.Exists(Model) : new ModelStore(tools.Whisper.Models).Has(_known);
}
