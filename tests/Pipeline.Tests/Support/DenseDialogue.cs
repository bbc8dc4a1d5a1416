using System.Globalization;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>
/// A made video of twenty lines with no pause to speak of, whose translations take up to twice their time; the translator can say each in
/// fewer words, twice.
/// </summary>
internal static class DenseDialogue
{
    private const double Pause = 0.1;
    private const int Rate = 16_000;

    /// <summary>What is said, and the translation in its last, shortest form.</summary>
    public static IReadOnlyList<(string Said, string Short)> Lines { get; } =
    [
        ("Good evening, and thank you all for coming here tonight.", "Buenas noches y gracias por venir."),
        ("We have been working on this bridge for seven long years.", "Trabajamos siete años en este puente."),
        ("When we started, nobody believed that it could be done.", "Al empezar, nadie creía que fuera posible."),
        ("The river was too wide, and the ground was far too soft.", "El río era ancho y el suelo muy blando."),
        ("Every spring the water came, and it took our work away.", "Cada primavera el agua se lo llevaba todo."),
        ("But the people of this town never wanted to give it up.", "Pero la gente del pueblo nunca se rindió."),
        ("They brought us bread and coffee on the coldest mornings.", "Nos traían pan y café en las mañanas frías."),
        ("Their children made drawings of a bridge that was not there.", "Los niños dibujaban un puente inexistente."),
        ("One of those drawings is still hanging above my own desk.", "Uno de esos dibujos cuelga en mi despacho."),
        ("In the third winter we almost ran out of all our money.", "El tercer invierno casi no quedó dinero."),
        ("Then a letter arrived, with the savings of four villages.", "Llegó una carta con ahorros de cuatro pueblos."),
        ("I have never in my life been so ashamed and so grateful.", "Nunca sentí tanta vergüenza y gratitud."),
        ("So we measured everything again, and we found our mistake.", "Medimos otra vez y hallamos el error."),
        ("The second pillar had to stand nine metres further north.", "El pilar debía ir nueve metros al norte."),
        ("It sounds very simple now, but it was another two years.", "Parece fácil, pero llevó dos años más."),
        ("Last night the first train crossed the water in the dark.", "Anoche cruzó el agua el primer tren."),
        ("There were no lights and no music, only the six of us there.", "Sin luces ni música, solo nosotros seis."),
        ("I could hear the steel sing, as they had always promised me.", "Oí cantar el acero, como me prometieron."),
        ("Tomorrow it will be yours, and you will forget our names.", "Mañana será de ustedes y nos olvidarán."),
        ("That is exactly how it should be with every good bridge.", "Así debe ser con todo buen puente."),
    ];

    /// <summary>Makes the video, and the cues that own subtitles of it would have.</summary>
    public static async Task<IReadOnlyList<Cue>> MakeAsync(ProcessRunner runner, string directory, string video)
    {
        var cues = new List<Cue>();
        var speech = Path.Combine(directory, "dense.wav");
        var time = Pause;
        using (var writer = new WavWriter(speech, PcmFormat.Mono16))
        {
            writer.SetLength((long)(Pause * Rate));
            foreach (var (said, _) in Lines)
            {
                var samples = await EspeakSpeech.SayAsync(runner, Path.Combine(directory, "line.wav"), "en", said);
                writer.Seek((long)Math.Round(time * Rate));
                writer.Write(samples);
                var end = time + ((double)samples.Length / Rate);
                cues.Add(new Cue(cues.Count + 1, Math.Round(time, 3), Math.Round(end, 3), said));
                time = end + Pause;
            }
        }

        await Programs.FfmpegAsync(
            runner, "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"color=c=gray:s=160x90:r=5:d={time + 0.4:0.###}"), "-i", speech, "-af", "apad",
            "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-shortest", "-f", "mp4", video);
        return cues;
    }

    /// <summary>The translation of a line at a length: 0 long, 1 shorter, 2 shortest.</summary>
    public static string Translation(int line, int shortenings) => shortenings switch
    {
        0 => Lines[line].Short[..^1] + ", como todos ustedes saben muy bien desde hace ya mucho tiempo.",
        1 => Lines[line].Short[..^1] + ", como todos saben.",
        _ => Lines[line].Short,
    };

    /// <summary>Translates long; in fewer words when asked.</summary>
    public static ScriptedTranslator Translator(bool canShorten = true) => new(
        request => request.Lines.Select(line => (line.Id, Translation(line.Id - 1, Shortenings(line)))), canShorten) { MostLines = 8 };

    private static int Shortenings(SourceLine line) =>
        line.TooLong is null ? 0 : line.TooLong == Translation(line.Id - 1, 0) ? 1 : 2;
}
