using System.Globalization;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Speech;

/// <summary>The clips of one run: those of an earlier run that can be taken, and those that are new.</summary>
internal sealed class ClipStore
{
    private readonly StageRequest _request;
    private readonly string _engine;
    private readonly string _directory;
    private readonly IReadOnlyDictionary<string, ClipEntry> _earlier;

    private ClipStore(StageRequest request, string engine, string directory, IReadOnlyDictionary<string, ClipEntry> earlier) =>
        (_request, _engine, _directory, _earlier) = (request, engine, directory, earlier);

    /// <summary>Looks at what an earlier run left.</summary>
    /// <param name="engine">What decides how a text sounds.</param>
    public static async Task<ClipStore> OpenAsync(StageRequest request, string engine, string directory, CancellationToken cancellationToken)
    {
        var earlier = new Dictionary<string, ClipEntry>(StringComparer.Ordinal);
        if (request.Inputs.ContainsKey(Artifacts.Clips) && request.Inputs.TryGetValue(Artifacts.ClipIndex, out var index))
        {
            foreach (var entry in (await PipelineJson.ReadAsync<ClipIndex>(index, cancellationToken)).Clips.Where(clip => clip.File is not null))
            {
                earlier.TryAdd(entry.File!, entry);
            }
        }

        return new ClipStore(request, engine, directory, earlier);
    }

    /// <summary>Name of a line's clip: of all that decides how it sounds and how long it may be.</summary>
    public string NameOf(Line line) => ClipArchive.NameOf(
        _engine,
        _request.Options.TargetLanguage,
        line.Text,
        line.Voice,
        line.Speaker,
        _request.Options.Speed.ToString("0.###", CultureInfo.InvariantCulture),
        line.Slot.ToString("0.00", CultureInfo.InvariantCulture));

    /// <summary>Takes what clips of the earlier run there are.</summary>
    /// <returns>The lines that must be spoken.</returns>
    public List<Line> Take(IReadOnlyList<Line> lines)
    {
        var wanted = lines.Select(NameOf).Where(_earlier.ContainsKey).ToHashSet(StringComparer.Ordinal);
        if (wanted.Count > 0)
        {
            ClipArchive.Unpack(_request.Inputs[Artifacts.Clips], _directory, wanted);
        }

        return [.. lines.Where(line => !TryTake(line))];
    }

    private bool TryTake(Line line)
    {
        if (!_earlier.TryGetValue(NameOf(line), out var entry) || Length(Path.Combine(_directory, entry.File!)) <= 0)
        {
            return false;
        }

        (line.Path, line.Duration, line.Speed) = (Path.Combine(_directory, entry.File!), entry.Duration, entry.Speed);
        (line.Natural, line.Shortened) = (entry.Natural ?? entry.Duration, entry.Shortened);
        return true;
    }

    /// <summary>A line's clip under its name.</summary>
    public ClipEntry Entry(Cue cue, Line? line)
    {
        if (line?.Path is null)
        {
            return new ClipEntry(cue.Index, null, 0, Slot: line is null ? null : Math.Round(line.Slot, 3), Voice: line?.Voice);
        }

        var name = NameOf(line);
        var path = Path.Combine(_directory, name);
        if (line.Path != path)
        {
            File.Copy(line.Path, path, overwrite: true);
        }

        return new ClipEntry(
            cue.Index, name, Math.Round(line.Duration, 3), Math.Round(line.Speed, 4), Math.Round(line.Slot, 3), Math.Round(line.Natural, 3),
            line.Shortened, line.Voice.Length > 0 ? line.Voice : null);
    }

    /// <summary>Writes archive and index.</summary>
    public async Task WriteAsync(ClipIndex index, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(_request.WorkDirectory, Artifacts.Clips);
        ClipArchive.Pack(archive + ".partial", _directory, index.Clips.Select(clip => clip.File).OfType<string>());
        File.Move(archive + ".partial", archive, overwrite: true);
        await PipelineJson.WriteAsync(Path.Combine(_request.WorkDirectory, Artifacts.ClipIndex), index, cancellationToken);
    }

    private static double Length(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        try
        {
            using var wav = WavReader.Open(path);
            return wav.Duration;
        }
        catch (InvalidDataException)
        {
            // Spoken again.
            return 0;
        }
    }
}
