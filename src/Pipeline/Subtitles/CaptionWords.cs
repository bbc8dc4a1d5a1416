using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Subtitles;

/// <summary>
/// Sounds that captions name in capitals without brackets (<c>APPLAUSE</c>), as British broadcasters write them. They get brackets, by which
/// everything after knows that they are shown and not spoken. Pure.
/// </summary>
internal static partial class CaptionWords
{
    /// <summary>The cues, with brackets around sounds; as they are where everything is in capitals, which then mean nothing.</summary>
    public static IEnumerable<RawCue> Mark(IReadOnlyList<RawCue> cues)
    {
        var speech = cues.Where(cue => !Sound().IsMatch(cue.Text.Plain)).ToList();
        return speech.Count(cue => cue.Text.Plain.Any(char.IsLower)) * 2 > speech.Count ? cues.Select(Mark) : cues;
    }

    private static RawCue Mark(RawCue cue) => Sound().IsMatch(cue.Text.Plain) ? cue with { Text = cue.Text.InBrackets() } : cue;

    // At least one word for a sound, nothing that ends a sentence, nothing in small letters.
    [GeneratedRegex(
        @"\A(?=[^\p{Ll}.?!\[\](){}:]{3,60}\z)(?:[\p{Lu}' ,-]+[ ,\n])?(APPLAUSE|LAUGHTER|LAUGHS?|LAUGHING|CHUCKLES?|CHEERING|CHEERS AND APPLAUSE|MUSIC|SINGING|SIGHS?|SIGHING|GASPS?|GASPING|GROANS?|GROANING|SCREAMS?|SCREAMING|SOBS?|SOBBING|COUGHS?|COUGHING|WHISTLING|KNOCKING|KNOCK AT DOOR|RINGS|RINGING|BARKING|SIRENS?|THUNDER|GUNSHOTS?|GUNFIRE|EXPLOSION|FOOTSTEPS|BEEPING|BUZZING)(?:[ ,\n][\p{Lu}' ,-]+)?\z")]
    private static partial Regex Sound();
}
