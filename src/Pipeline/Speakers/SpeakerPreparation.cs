using System.IO.Compression;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Speakers;

/// <summary>Before synthesis, whatever engine does it: finds out who speaks, and cuts a reference clip of each.</summary>
internal static class SpeakerPreparation
{
    /// <summary>Input of synthesis: a directory with the reference clips and <see cref="Artifacts.Speakers"/>.</summary>
    public const string Folder = "references";

    /// <summary>The request with <see cref="Folder"/> among its inputs. Who was known in an earlier run stays as is: same voice, same clip.</summary>
    public static async Task<StageRequest> PrepareAsync(StageRequest request, CancellationToken cancellationToken)
    {
        if (!request.Inputs.TryGetValue(Artifacts.Speech, out var speechPath))
        {
            return request;
        }

        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        var directory = Directory.CreateDirectory(Path.Combine(request.WorkDirectory, Folder)).FullName;
        var known = await EarlierAsync(request, directory, cancellationToken);
        var speakers = new List<Speaker>();
        using (var speech = WavReader.Open(speechPath))
        {
            foreach (var name in SpeakerStudy.Names(translation.Cues))
            {
                cancellationToken.ThrowIfCancellationRequested();
                speakers.Add(known.GetValueOrDefault(name) ?? SpeakerStudy.Study(name, translation.Cues, speech, directory));
            }
        }

        var list = new SpeakerList(speakers);
        await PipelineJson.WriteAsync(Path.Combine(directory, Artifacts.Speakers), list, cancellationToken);
        await PipelineJson.WriteAsync(Path.Combine(request.WorkDirectory, Artifacts.Speakers), list, cancellationToken);
        Pack(directory, Path.Combine(request.WorkDirectory, Artifacts.References));
        return request with { Inputs = new Dictionary<string, string>(request.Inputs, StringComparer.Ordinal) { [Folder] = directory } };
    }

    private static async Task<Dictionary<string, Speaker>> EarlierAsync(StageRequest request, string directory, CancellationToken cancellationToken)
    {
        if (!request.Inputs.TryGetValue(Artifacts.Speakers, out var path) || !request.Inputs.TryGetValue(Artifacts.References, out var archive))
        {
            return [];
        }

        var list = await PipelineJson.ReadAsync<SpeakerList>(path, cancellationToken);
        await ZipFile.ExtractToDirectoryAsync(archive, directory, overwriteFiles: true, cancellationToken);
        return list.Speakers.ToDictionary(speaker => speaker.Name, StringComparer.Ordinal);
    }

    private static void Pack(string directory, string archive)
    {
        using var zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach (var path in Directory.EnumerateFiles(directory, "*.wav").Order(StringComparer.Ordinal))
        {
            zip.CreateEntryFromFile(path, Path.GetFileName(path), CompressionLevel.Fastest);
        }
    }
}
