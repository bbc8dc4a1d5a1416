using System.Globalization;
using CliWrap;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Speech;

namespace TransVox.Pipeline.Embedded;

/// <summary>Speaks with espeak-ng.</summary>
internal sealed class EspeakSynthesizer(EmbeddedTools tools, SpeechVoices voices) : ISpeechSynthesizer
{
    public const string Program = "espeak-ng";

    private const double SlowestRate = 80;
    private const double FastestRate = 450;

    public double MostSpeed => FastestRate / tools.Options.WordsPerMinute;

    public int AtATime => Math.Clamp(Environment.ProcessorCount, 1, 4);

    public IReadOnlyList<string> VoicesFor(string language, VoiceRange range) => voices.Suited(language, range);

    public async Task SpeakAsync(SpeechRequest request, string path, CancellationToken cancellationToken)
    {
        var rate = Math.Clamp(tools.Options.WordsPerMinute * request.Speed, SlowestRate, FastestRate);
        await tools.Runner.RunCheckedAsync(
            new ProcessSpec(Program, ["-v", request.Voice, "-z", "-s", Math.Round(rate).ToString(CultureInfo.InvariantCulture), "-w", path, "--stdin"])
            {
                StandardInput = PipeSource.FromString(request.Text + "\n"),
                TimeLimit = TimeSpan.FromMinutes(2),
                Access = new ProgramAccess { Work = Path.GetDirectoryName(path) },
            },
            cancellationToken);
    }
}
