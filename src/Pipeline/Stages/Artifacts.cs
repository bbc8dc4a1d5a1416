namespace TransVox.Pipeline.Stages;

/// <summary>Names of the files that stages hand to each other. A name is also the file's name in the stage's directory.</summary>
public static class Artifacts
{
    /// <summary>The uploaded video. On disk it has a neutral name: what the user called it never reaches a command line.</summary>
    public const string Source = "source";

    /// <summary><see cref="Media.MediaInfo"/> as JSON.</summary>
    public const string MediaInfo = "media.json";

    /// <summary>The decoded sound track: 48 kHz stereo 16-bit WAV.</summary>
    public const string Audio = "audio.wav";

    /// <summary>The separated voice: 16 kHz mono 16-bit WAV.</summary>
    public const string Speech = "speech.wav";

    /// <summary>The shape of <see cref="Speech"/>, to draw: see <see cref="Media.Waveform"/>.</summary>
    public const string Waveform = "waveform.dat";

    /// <summary>Everything but the voice: 48 kHz stereo 16-bit WAV.</summary>
    public const string Background = "background.wav";

    /// <summary>
    /// Cues that the user brought, as <see cref="Transcript"/>; probing makes <see cref="Transcript"/> of them, or <see cref="Translation"/> where
    /// they are that, fitted to the video.
    /// </summary>
    public const string Brought = "brought.json";

    /// <summary>Recognized or brought cues: <see cref="Stages.Transcript"/> as JSON.</summary>
    public const string Transcript = "transcript.json";

    /// <summary>
    /// Cues with translations: <see cref="Transcript"/> as JSON. Synthesis writes it again when it had to make lines shorter: what
    /// follows shows what is said.
    /// </summary>
    public const string Translation = "translation.json";

    /// <summary>One WAV per spoken cue, named by a hash of text, voice and speed, in a ZIP: what a revision need not speak again.</summary>
    public const string Clips = "clips.zip";

    /// <summary>Which clip speaks which cue and how long it is, as JSON.</summary>
    public const string ClipIndex = "clips.json";

    /// <summary>Who speaks, how high, and with which voice of the dub: <see cref="Speakers.SpeakerList"/> as JSON.</summary>
    public const string Speakers = "speakers.json";

    /// <summary>One WAV per speaker, cut from the separated voice, in a ZIP: for voices that clone. Engines get it as a directory.</summary>
    public const string References = "references.zip";

    /// <summary>The dub alone, fitted to its slots: 48 kHz mono WAV.</summary>
    public const string Voice = "voice.wav";

    /// <summary>Dub over background at −16 LUFS: 48 kHz stereo WAV.</summary>
    public const string Mix = "mix.wav";

    /// <summary>How well the dub fits, line by line: <see cref="Timing.QualityReport"/> as JSON.</summary>
    public const string Quality = "quality.json";

    /// <summary>The result.</summary>
    public const string Dubbed = "dubbed.mp4";

    /// <summary>The result as sound only, when asked for.</summary>
    public const string DubbedAudio = "dubbed.m4a";

    /// <summary>Subtitles in the target language; also <c>.vtt</c>, and both in the source language.</summary>
    public static string Subtitles(string language, string extension) => $"subtitles.{language}.{extension}";

    /// <summary><see cref="Mix"/> of one of several languages.</summary>
    public static string MixOf(string language) => $"mix.{language}.wav";

    /// <summary><see cref="Translation"/> of one of several languages.</summary>
    public static string TranslationOf(string language) => $"translation.{language}.json";
}
