using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Commands;

/// <summary>Makes <c>clips.zip</c> and <c>clips.json</c> of a folder with one WAV per cue.</summary>
internal static partial class ClipFolder
{
    /// <summary>
    /// The number in a file's name is the cue's place, from 1 as in subtitles. Fewer files than spoken cues are a failure, since
    /// speech programs end with success when single lines failed.
    /// </summary>
    public static async Task PackAsync(string directory, string archive, string pattern, StageRequest request, CancellationToken cancellationToken)
    {
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        var files = Directory.EnumerateFiles(directory, pattern)
            .Select(path => (Path: path, Number: NumberOf(path)))
            .Where(file => file.Number is not null)
            .GroupBy(file => file.Number!.Value)
            .ToDictionary(group => group.Key, group => group.First().Path);
        var entries = new List<ClipEntry>();
        await using (var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create, cancellationToken))
        {
            for (var i = 0; i < translation.Cues.Count; i++)
            {
                entries.Add(await AddAsync(zip, files.GetValueOrDefault(i + 1), translation.Cues[i], cancellationToken));
            }
        }

        var index = new ClipIndex(entries, entries.Count(entry => entry.File is not null));
        await PipelineJson.WriteAsync(Path.Combine(request.WorkDirectory, Artifacts.ClipIndex), index, cancellationToken);
    }

    private static async Task<ClipEntry> AddAsync(ZipArchive zip, string? path, Cue cue, CancellationToken cancellationToken)
    {
        if (SpokenText.From(cue.Translation).Length == 0)
        {
            return new ClipEntry(cue.Index, null, 0);
        }

        if (path is null)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, $"Cue {cue.Index} was not spoken. Try again; if it fails again, change its text.", Retryability.Transient);
        }

        var name = cue.Index.ToString("00000", CultureInfo.InvariantCulture) + ".wav";
        await zip.CreateEntryFromFileAsync(path, name, CompressionLevel.Fastest, cancellationToken);
        try
        {
            using var wav = WavReader.Open(path);
            return new ClipEntry(cue.Index, name, Math.Round(wav.Duration, 3));
        }
        catch (InvalidDataException e)
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, $"The clip of cue {cue.Index} does not decode. Try again.", Retryability.Transient, innerException: e);
        }
    }

    private static int? NumberOf(string path)
    {
        var match = Digits().Match(Path.GetFileNameWithoutExtension(path));
        return match.Success && int.TryParse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // The last number: names such as job_2026_0001.tts carry others before it.
    [GeneratedRegex(@"\d+(?!.*\d)")]
    private static partial Regex Digits();
}
