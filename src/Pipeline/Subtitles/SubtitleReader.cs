using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Reads SubRip and WebVTT files as people have them. Nothing in a cue is taken for mark-up of a page.</summary>
public static partial class SubtitleReader
{
    /// <summary>Most cues of one file.</summary>
    public const int MaxCues = 200_000;

    /// <summary>Most characters of one cue.</summary>
    public const int MaxCueLength = 5_000;

    private const int MaxProblems = 100;

    /// <summary>Reads the bytes of a file.</summary>
    public static SubtitleReadResult Read(ReadOnlySpan<byte> bytes) => Parse(SubtitleEncoding.Decode(bytes));

    /// <summary>Reads the text of a file.</summary>
    public static SubtitleReadResult Parse(string text)
    {
        var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\0", "", StringComparison.Ordinal).Split('\n');
        var vtt = lines[0].StartsWith("WEBVTT", StringComparison.Ordinal);
        var problems = new List<SubtitleProblem>();
        var cues = new List<Cue>();
        var timeLines = Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains("-->", StringComparison.Ordinal)).ToList();
        for (var n = 0; n < timeLines.Count && problems.Count < MaxProblems; n++)
        {
            var at = timeLines[n];
            var next = n + 1 < timeLines.Count ? timeLines[n + 1] : lines.Length;
            if (!TryTimes(lines[at], out var start, out var end))
            {
                problems.Add(new SubtitleProblem(at + 1, "the times cannot be read; write them as 00:00:01,000 --> 00:00:02,500"));
                continue;
            }

            if (end <= start)
            {
                problems.Add(new SubtitleProblem(at + 1, "the cue ends before it starts"));
                continue;
            }

            var body = vtt ? VttBody(lines, at, next) : SrtBody(lines, at, next);
            AddCue(vtt ? FromVtt(body) : (body, null), at, start, end, cues, problems);
        }

        if (cues.Count == 0 && problems.Count == 0)
        {
            problems.Add(new SubtitleProblem(0, "there is no cue in the file; it must be SubRip (.srt) or WebVTT (.vtt)"));
        }

        return new SubtitleReadResult([.. cues.OrderBy(cue => cue.Start).Select((cue, i) => cue with { Index = i + 1 })], problems);
    }

    private static void AddCue(
        (string Text, string? Speaker) body, int line, double start, double end, List<Cue> cues, List<SubtitleProblem> problems)
    {
        var (text, speaker) = Speaker(body.Text, body.Speaker);
        if (text.Length > MaxCueLength)
        {
            problems.Add(new SubtitleProblem(line + 1, $"the cue has {text.Length} characters; the limit is {MaxCueLength}"));
        }
        else if (cues.Count >= MaxCues)
        {
            problems.Add(new SubtitleProblem(line + 1, $"there are more than {MaxCues} cues"));
        }
        else if (text.Length > 0)
        {
            cues.Add(new Cue(cues.Count + 1, start, end, text, Speaker: speaker));
        }
    }

    private static bool TryTimes(string line, out double start, out double end)
    {
        end = 0;
        var arrow = line.IndexOf("-->", StringComparison.Ordinal);
        // Settings of WebVTT, and coordinates of some SubRip files, follow the second time.
        var second = line[(arrow + 3)..].Trim().Split([' ', '\t'], 2)[0];
        return SubtitleTime.TryParse(line.AsSpan(0, arrow), out start) && SubtitleTime.TryParse(second, out end);
    }

    /// <summary>Lines up to the next cue. Empty lines inside a cue are common mistakes: only the number before the next time line ends it.</summary>
    private static string SrtBody(string[] lines, int at, int next)
    {
        var last = next - 1;
        if (next < lines.Length)
        {
            while (last > at && string.IsNullOrWhiteSpace(lines[last]))
            {
                last--;
            }

            if (last > at && lines[last].Trim().All(char.IsAsciiDigit))
            {
                last--;
            }
        }

        return Join(lines, at + 1, last);
    }

    private static string VttBody(string[] lines, int at, int next)
    {
        var last = at;
        while (last + 1 < next && !string.IsNullOrWhiteSpace(lines[last + 1]))
        {
            last++;
        }

        return Join(lines, at + 1, last);
    }

    private static string Join(string[] lines, int first, int last)
    {
        var text = new StringBuilder();
        for (var i = first; i <= last; i++)
        {
            var line = lines[i].Trim();
            if (line.Length > 0)
            {
                text.Append(text.Length > 0 ? "\n" : "").Append(line);
            }
        }

        return text.ToString();
    }

    /// <summary>WebVTT has a small mark-up of its own, which is taken out, and escapes, which are undone; other tags are text.</summary>
    private static (string Text, string? Speaker) FromVtt(string body)
    {
        var speaker = VttVoice().Match(body) is { Success: true } voice ? voice.Groups[1].Value.Trim() : null;
        var text = VttTags().Replace(body, "")
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&nbsp;", "\u00a0", StringComparison.Ordinal)
            .Replace("&lrm;", "\u200e", StringComparison.Ordinal)
            .Replace("&rlm;", "\u200f", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal);
        return (text, speaker);
    }

    /// <summary>Speakers as recognizers with diarization write them: <c>[SPEAKER_1] text</c>.</summary>
    private static (string Text, string? Speaker) Speaker(string text, string? speaker)
    {
        var match = SpeakerTag().Match(text);
        return match.Success
            ? (text[match.Length..].Trim(), string.Create(CultureInfo.InvariantCulture, $"SPEAKER_{match.Groups[1].Value}"))
            : (text.Trim(), speaker);
    }

    [GeneratedRegex(@"\A\s*\[SPEAKER_(\w{1,12})\]:?\s*", RegexOptions.IgnoreCase)]
    private static partial Regex SpeakerTag();

    [GeneratedRegex(@"<v(?:\.[^\s>]*)?\s+([^>]{1,100})>")]
    private static partial Regex VttVoice();

    [GeneratedRegex(@"</?(?:b|i|u|c|v|lang|ruby|rt)(?:\.[^\s>]*)?(?:\s[^>]{0,200})?>|<\d+:[\d:.]+>")]
    private static partial Regex VttTags();
}
