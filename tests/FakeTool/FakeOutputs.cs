using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TransVox.FakeTool;

/// <summary>Writes outputs that have the shape, though not the content, of real ones.</summary>
internal sealed class FakeOutputs(Dictionary<string, string> arguments, StagePlan plan, byte[] planBytes)
{
    public void Write(IReadOnlyList<string> names, string directory)
    {
        foreach (var name in names)
        {
            var path = Path.Combine(directory, name);
            if (Text(name) is { } text)
            {
                File.WriteAllText(path, text);
            }
            else
            {
                File.WriteAllBytes(path, planBytes);
            }
        }
    }

    private string? Text(string name) => name switch
    {
        "media.json" => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"duration":{{plan.MediaSeconds}},"bytes":{{planBytes.Length}},"container":"fake","videoCodec":"fake","width":640,"height":360,"audioCodec":"fake","audioChannels":2,"audioSampleRate":48000}"""),
        "transcript.json" => Transcript(),
        "translation.json" => Translation(),
        "clips.json" => ClipIndex(),
        _ when name.StartsWith("subtitles.", StringComparison.Ordinal) => Subtitles(name),
        _ => null,
    };

    private string Transcript()
    {
        var count = plan.Cues ?? Math.Clamp((int)(plan.MediaSeconds / 2), 1, 1000);
        var length = plan.MediaSeconds / count;
        var text = new StringBuilder($$"""{"sourceLanguage":"{{arguments["source-language"]}}","cues":[""");
        for (var i = 0; i < count; i++)
        {
            text.Append(i > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"index":{{i + 1}},"start":{{i * length}},"end":{{(i + 0.9) * length}},"text":"Cue {{i + 1}}.","confidence":0.9}""");
        }

        return text.Append("]}").ToString();
    }

    private string Translation()
    {
        var transcript = JsonNode.Parse(File.ReadAllText(arguments["input"]))!.AsObject();
        var language = arguments["target-language"];
        transcript["targetLanguage"] = language;
        foreach (var cue in transcript["cues"]!.AsArray())
        {
            cue!["translation"] = $"[{language}] {(string?)cue["text"]}";
        }

        return transcript.ToJsonString();
    }

    private string ClipIndex()
    {
        var cues = JsonNode.Parse(File.ReadAllText(arguments["input"]))!["cues"]!.AsArray();
        var clips = string.Join(',', cues.Select(cue => $$"""{"cue":{{(int)cue!["index"]!}},"duration":0}"""));
        return $$"""{"clips":[{{clips}}],"spoken":{{cues.Count}}}""";
    }

    private string Subtitles(string name)
    {
        var cues = JsonNode.Parse(File.ReadAllText(arguments["input"]))!["cues"]!.AsArray();
        var vtt = name.EndsWith(".vtt", StringComparison.Ordinal);
        var field = name.Contains("." + arguments["target-language"] + ".", StringComparison.Ordinal) ? "translation" : "text";
        var text = new StringBuilder(vtt ? "WEBVTT\n\n" : "");
        foreach (var cue in cues)
        {
            text.Append(vtt ? "" : (int)cue!["index"]! + "\n")
                .Append(Time((double)cue!["start"]!, vtt)).Append(" --> ").Append(Time((double)cue["end"]!, vtt)).Append('\n')
                .Append((string?)cue[field]).Append("\n\n");
        }

        return text.ToString();
    }

    private static string Time(double seconds, bool vtt) =>
        TimeSpan.FromSeconds(seconds).ToString(vtt ? @"hh\:mm\:ss\.fff" : @"hh\:mm\:ss\,fff", CultureInfo.InvariantCulture);
}
