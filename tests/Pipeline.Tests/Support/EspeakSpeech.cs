using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Speech;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Speech made by the real program.</summary>
internal static class EspeakSpeech
{
    /// <summary>Speaks a text into a WAV file of 16 kHz, without silence around it; returns its samples.</summary>
    public static async Task<short[]> SayAsync(ProcessRunner runner, string path, string voice, string text)
    {
        var spoken = path + ".spoken.wav";
        await runner.RunCheckedAsync(Programs.Helper("espeak-ng", ["-v", voice, "-z", "-w", spoken, text]), CancellationToken.None);
        SilenceTrimmer.Trim(spoken);
        await Programs.FfmpegAsync(runner, "-i", spoken, "-ar", "16000", "-c:a", "pcm_s16le", path);
        using var wav = WavReader.Open(path);
        return wav.ReadAll();
    }
}
