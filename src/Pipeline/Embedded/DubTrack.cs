using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>A dub on its way into a result.</summary>
/// <param name="Language">Of the dub, as users give it.</param>
/// <param name="Sound">File of the mixed sound.</param>
/// <param name="Text">What is said in it.</param>
internal sealed record DubTrack(string Language, string Sound, Transcript Text)
{
    /// <summary>As tracks are tagged.</summary>
    public string Code => Languages.ThreeLetter(Language);

    /// <summary>The dubs that a stage is given: one, or one for each of several languages.</summary>
    public static async Task<IReadOnlyList<DubTrack>> ReadAsync(StageRequest request, CancellationToken cancellationToken)
    {
        var (options, tracks) = (request.Options, new List<DubTrack>());
        foreach (var language in options.TargetLanguages ?? [options.TargetLanguage])
        {
            var (sound, text) = options.TargetLanguages is null
                ? (Artifacts.Mix, Artifacts.Translation)
                : (Artifacts.MixOf(language), Artifacts.TranslationOf(language));
            tracks.Add(new DubTrack(language, request.Inputs[sound], await PipelineJson.ReadAsync<Transcript>(request.Inputs[text], cancellationToken)));
        }

        return tracks;
    }
}
