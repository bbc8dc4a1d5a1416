using System.Globalization;
using CliWrap;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Processes;

namespace TransVox.ModelServer.Models;

/// <summary>Speaks with espeak-ng.</summary>
internal sealed class Voices(ProcessRunner programs)
{
    public const string Model = "espeak-ng";

    private readonly SpeechVoices _voices = new(new EmbeddedOptions());

    public bool Has(string voice) => _voices.Languages.Any(language => _voices.For(language)?.Contains(voice) == true);

    /// <summary>Writes a WAV file.</summary>
    public async Task SpeakAsync(string text, string voice, double speed, string path, CancellationToken cancellationToken)
    {
        var rate = Math.Clamp(new EmbeddedOptions().WordsPerMinute * speed, 80, 450);
        await programs.RunCheckedAsync(
            new ProcessSpec("espeak-ng", ["-v", voice, "-z", "-s", Math.Round(rate).ToString(CultureInfo.InvariantCulture), "-w", path, "--stdin"])
            {
                StandardInput = PipeSource.FromString(text + "\n"),
            },
            cancellationToken);
    }
}
