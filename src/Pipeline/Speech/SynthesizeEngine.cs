using System.Globalization;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speakers;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Timing;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Speech;

/// <summary>
/// Speaks cues so that they fit, whoever speaks. Clips of an earlier run that say the same in the same time are taken as they are.
/// </summary>
/// <param name="backend">Who speaks.</param>
/// <param name="declared">What the profile declares of voices.</param>
/// <param name="shortener">The profile's translator where it can say lines in fewer words, else null.</param>
/// <param name="ffmpeg">Converts what is not 16-bit PCM.</param>
internal sealed class SynthesizeEngine(ISynthesizerBackend backend, EngineOffer declared, ITranslatorBackend? shortener, Ffmpeg ffmpeg)
    : BackedEngine(backend)
{
    private const int MostNamed = 20;

    protected override int Revision => 2;

    protected override string OptionsRead(DubbingOptions options) => string.Join(
        ';',
        [
            options.TargetLanguage, options.Voice ?? "", options.Speed.ToString("0.###", CultureInfo.InvariantCulture), shortener?.Fingerprint(options) ?? "",
            .. (options.Voices ?? new Dictionary<string, string>()).OrderBy(voice => voice.Key, StringComparer.Ordinal).Select(voice => $"{voice.Key}={voice.Value}"),
        ]);

    public override async Task<EngineResult> RunAsync(
        StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var translation = await PipelineJson.ReadAsync<Transcript>(request.Inputs[Artifacts.Translation], cancellationToken);
        var voice = backend.Open(request);
        var speakers = await CastAsync(request, translation, voice, cancellationToken);
        var clips = Directory.CreateDirectory(Path.Combine(request.WorkDirectory, "clips")).FullName;
        var store = await ClipStore.OpenAsync(request, backend.Fingerprint(request.Options), clips, cancellationToken);
        var lines = Lines(request, translation.Cues, speakers);
        var distinct = lines.DistinctBy(store.NameOf).ToList();
        var fresh = store.Take(distinct);
        var cues = translation.Cues.ToArray();
        // What a person approved is not put in other words.
        var words = translation.Reviewed ? null : shortener?.Open(request);
        var shorten = words is { CanShorten: true } ? new DialogueTranslator(words, translation.SourceLanguage, request.Options) : null;
        var names = lines.ToDictionary(line => line.Place, store.NameOf);
        await new LineFitter(voice, ffmpeg, clips, request.Options).FitAsync(
            fresh, cues, shorten, fraction => progress.Report(new StageProgress(0.95 * fraction)), cancellationToken);
        if (distinct.Count > 0 && distinct.TrueForAll(line => line.Path is null))
        {
            throw new StageException(
                ErrorCodes.OutputInvalid, "The speech synthesizer wrote no sound. Try again; if it fails again, tell an operator.", Retryability.Transient);
        }

        var byName = distinct.ToDictionary(line => names[line.Place]);
        var spoken = lines.ToDictionary(line => line.Place, line => byName[names[line.Place]]);
        foreach (var line in lines.Where(line => spoken[line.Place] != line && spoken[line.Place].Shortened > 0))
        {
            // A line that is said twice was made shorter once.
            var other = cues[spoken[line.Place].Place];
            cues[line.Place] = cues[line.Place] with { Translation = other.Translation, FullTranslation = other.FullTranslation, Marks = other.Marks };
        }

        var index = new ClipIndex([.. cues.Select((cue, place) => store.Entry(cue, spoken.GetValueOrDefault(place)))], fresh.Count);
        await store.WriteAsync(index, cancellationToken);
        if (!cues.SequenceEqual(translation.Cues))
        {
            await PipelineJson.WriteAsync(Output(request, Artifacts.Translation), translation with { Cues = cues }, cancellationToken);
        }

        Directory.Delete(clips, recursive: true);
        return new EngineResult(await backend.NameAsync(request.Options, cancellationToken), [.. Warnings(index, request.Options, speakers)]);
    }

    /// <summary>Who speaks with which voice; noted for the next run.</summary>
    private async Task<IReadOnlyDictionary<string, Speaker>> CastAsync(
        StageRequest request, Transcript translation, ISpeechSynthesizer voice, CancellationToken cancellationToken)
    {
        var path = Output(request, Artifacts.Speakers);
        var speakers = File.Exists(path)
            ? (await PipelineJson.ReadAsync<SpeakerList>(path, cancellationToken)).Speakers
            : [.. SpeakerStudy.Names(translation.Cues).Select(name => new Speaker(name, null, VoiceRange.Low))];
        var language = request.Options.TargetLanguage;
        var voices = declared.VoicesOf(language) ?? declared.Voices ?? Offer.VoicesOf(language) ?? Offer.Voices ?? [];
        var cast = VoiceCast.Choose(speakers, request.Options, range => voice.VoicesFor(language, range), voices);
        await PipelineJson.WriteAsync(path, new SpeakerList(cast), cancellationToken);
        return cast.ToDictionary(speaker => speaker.Name, StringComparer.Ordinal);
    }

    private static List<Line> Lines(StageRequest request, IReadOnlyList<Cue> cues, IReadOnlyDictionary<string, Speaker> speakers)
    {
        var references = request.Inputs.GetValueOrDefault(SpeakerPreparation.Folder);
        var slots = SlotPlan.Seconds(cues);
        var lines = new List<Line>(cues.Count);
        for (var place = 0; place < cues.Count; place++)
        {
            var speaker = speakers[cues[place].Speaker ?? ""];
            var text = SpokenText.From(cues[place].Translation, request.Options.TargetLanguage);
            if (text.Length > 0)
            {
                lines.Add(new Line
                {
                    Place = place,
                    Text = text,
                    Voice = speaker.Voice ?? "",
                    Speaker = speaker.Name,
                    Reference = references is null || speaker.Reference is null ? null : Path.Combine(references, speaker.Reference),
                    Slot = slots[place],
                });
            }
        }

        return lines;
    }

    private static IEnumerable<string> Warnings(ClipIndex index, DubbingOptions options, IReadOnlyDictionary<string, Speaker> speakers)
    {
        var silent = index.Clips.Where(clip => clip.File is null).Select(clip => clip.Cue).ToList();
        if (silent.Count > 0)
        {
            yield return $"Nothing to say in cue {string.Join(", ", silent.Take(MostNamed))}: silent there.";
        }

        var shortened = index.Clips.Count(clip => clip.Shortened > 0);
        if (shortened > 0)
        {
            yield return $"{shortened} of {index.Clips.Count} lines were said in fewer words, to fit; the subtitles show what is said.";
        }

        var strangers = (options.Voices?.Keys ?? []).Where(name => !speakers.ContainsKey(name)).ToList();
        if (strangers.Count > 0)
        {
            var known = string.Join(", ", speakers.Keys.Where(name => name.Length > 0).DefaultIfEmpty("none has a name"));
            yield return $"A voice was chosen for somebody who does not speak here. Speakers: {known}.";
        }
    }
}
