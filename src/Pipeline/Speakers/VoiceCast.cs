using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Speakers;

/// <summary>
/// Gives each speaker a voice: the user's for this speaker, the user's for all, the one of an earlier run, one that suits the pitch
/// and that nobody else has. Speakers without a label have the usual voice. Pure.
/// </summary>
internal static class VoiceCast
{
    /// <param name="speakers">Who speaks.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="suited">Voices for a range, the best first.</param>
    /// <param name="voices">Voices of the language, the usual one first; empty where they are not known.</param>
    public static IReadOnlyList<Speaker> Choose(
        IReadOnlyList<Speaker> speakers, DubbingOptions options, Func<VoiceRange, IReadOnlyList<string>> suited, IReadOnlyList<string> voices)
    {
        var cast = speakers.Select(speaker => speaker with { Voice = Given(speaker, options) }).ToList();
        for (var i = 0; i < cast.Count; i++)
        {
            if (cast[i].Voice is null)
            {
                cast[i] = cast[i] with { Voice = Free(cast, cast[i], suited, voices) };
            }
        }

        return cast;
    }

    private static string? Given(Speaker speaker, DubbingOptions options) =>
        options.Voices?.GetValueOrDefault(speaker.Name) ?? options.Voice ?? speaker.Voice;

    private static string? Free(List<Speaker> cast, Speaker speaker, Func<VoiceRange, IReadOnlyList<string>> suited, IReadOnlyList<string> voices)
    {
        if (speaker.Name.Length == 0)
        {
            return voices.Count > 0 ? voices[0] : null;
        }

        var choice = suited(speaker.Range) is { Count: > 0 } fitting ? fitting : voices;
        var taken = cast.Select(other => other.Voice).OfType<string>().ToList();
        // With more speakers than voices, the one that the fewest have.
        return choice.MinBy(voice => taken.Count(other => other == voice));
    }
}
