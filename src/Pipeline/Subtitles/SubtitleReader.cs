using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Reads SubRip, WebVTT and Advanced SubStation files as people have them.</summary>
public static partial class SubtitleReader
{
    /// <summary>Most cues of one file.</summary>
    public const int MaxCues = 200_000;

    /// <summary>Most characters of one cue.</summary>
    public const int MaxCueLength = 5_000;

    private const int MaxProblems = 100;

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.InvalidSubtitles"/>: no encoding fits.</exception>
    public static SubtitleReadResult Read(ReadOnlySpan<byte> bytes) => Parse(SubtitleEncoding.Decode(bytes).Text);

    /// <summary>Reads the text of a file.</summary>
    public static SubtitleReadResult Parse(string text)
    {
        // Invisible marks of direction stand anywhere in files of right-to-left languages, before numbers and times too.
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal).Split('\n');
        var problems = new List<SubtitleProblem>();
        var raw = SubStationReader.IsMeant(lines) ? SubStationReader.Read(lines, problems) : Timed(lines, problems);
        var ordered = raw.OrderBy(cue => cue.Start).ToList();
        var cues = new List<Cue>();
        foreach (var cue in CaptionWords.Mark(RollingCaptions.Unroll(Once(ordered, problems))))
        {
            Add(cue, cues, problems);
        }

        if (cues.Count == 0 && problems.Count == 0)
        {
            problems.Add(new SubtitleProblem(0, "there is no cue in the file; it must be SubRip (.srt), WebVTT (.vtt) or Advanced SubStation (.ass)"));
        }

        return new SubtitleReadResult(cues, problems);
    }

    /// <summary>Whether so much is wrong that reading on would not tell more.</summary>
    internal static bool Hopeless(List<SubtitleProblem> problems) =>
        problems.Count >= MaxProblems && problems.Count(problem => !problem.LeftOut) >= MaxProblems;

    /// <summary>Says whether a cue has a length; one that has none cannot be shown or spoken.</summary>
    internal static bool HasLength(RawCue cue, List<SubtitleProblem> problems)
    {
        if (cue.End > cue.Start)
        {
            return true;
        }

        if (cue.Text.Plain.Length > 0)
        {
            problems.Add(new SubtitleProblem(
                cue.Line, $"the cue {(cue.End < cue.Start ? "ends before it starts" : "has no length")}: {Quote(cue.Text.Plain)}", LeftOut: true));
        }

        return false;
    }

    /// <summary>The start of a text, on one line.</summary>
    internal static string Quote(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return "\u201C" + (line.Length > 40 ? line[..40].TrimEnd() + "\u2026" : line) + "\u201D";
    }

    /// <summary>Drawn letters with an outline or a shadow are often two cues that say the same at the same time.</summary>
    private static List<RawCue> Once(List<RawCue> cues, List<SubtitleProblem> problems)
    {
        var seen = new HashSet<(double, double, string)>();
        return cues.FindAll(cue =>
        {
            if (seen.Add((cue.Start, cue.End, cue.Text.Plain)))
            {
                return true;
            }

            problems.Add(new SubtitleProblem(cue.Line, $"the cue is there twice: {Quote(cue.Text.Plain)}", LeftOut: true));
            return false;
        });
    }

    private static void Add(RawCue cue, List<Cue> cues, List<SubtitleProblem> problems)
    {
        if (cue.Text.Plain.Length > MaxCueLength)
        {
            problems.Add(new SubtitleProblem(cue.Line, $"the cue has {cue.Text.Plain.Length} characters; the limit is {MaxCueLength}"));
        }
        else if (cues.Count == MaxCues)
        {
            problems.Add(new SubtitleProblem(cue.Line, $"there are more than {MaxCues} cues"));
        }
        else if (cues.Count < MaxCues)
        {
            cues.Add(new Cue(cues.Count + 1, cue.Start, cue.End, cue.Text.Plain, Speaker: cue.Speaker, Markup: cue.Text.ToMarkup()));
        }
    }

    /// <summary>SubRip and WebVTT: lines of times with text below.</summary>
    private static List<RawCue> Timed(string[] lines, List<SubtitleProblem> problems)
    {
        var vtt = lines.FirstOrDefault(line => line.Trim().Length > 0)?.StartsWith("WEBVTT", StringComparison.Ordinal) == true;
        var cues = new List<RawCue>();
        var timeLines = Enumerable.Range(0, lines.Length).Where(i => IsTimeLine(lines[i])).ToList();
        var numbered = timeLines.Count > 0 && IsNumber(lines[..timeLines[0]].LastOrDefault(line => line.Trim().Length > 0) ?? "");
        for (var n = 0; n < timeLines.Count && !Hopeless(problems); n++)
        {
            var at = timeLines[n];
            var next = n + 1 < timeLines.Count ? timeLines[n + 1] : lines.Length;
            if (!TryTimes(lines[at], out var start, out var end, out var settings))
            {
                problems.Add(new SubtitleProblem(at + 1, "the times cannot be read; write them as 00:00:01,000 --> 00:00:02,500"));
                continue;
            }

            var body = string.Join('\n', vtt ? VttBody(lines, at, next) : SrtBody(lines, at, next, numbered));
            var text = MarkupText.Read(body);
            var (plain, speaker) = Speaker(text, VttVoice().Matches(body));
            var cue = new RawCue(at + 1, start, end, vtt ? plain with { Position = plain.Position ?? VttPosition(settings) } : plain, speaker, WordTime().IsMatch(body));
            if (HasLength(cue, problems) && cue.Text.Plain.Length > 0)
            {
                cues.Add(cue);
            }
        }

        return cues;
    }

    /// <summary>Whether a line means to be times: it has the arrow, or behind what looks like a time one of those that people and programs make of it.</summary>
    private static bool IsTimeLine(string line)
    {
        if (line.AsSpan().IndexOfAny('>', '\u2192') < 0)
        {
            return false;
        }

        var arrow = Arrow().Match(line);
        return arrow.Success && (arrow.ValueSpan is "-->" || TimeLike().IsMatch(line.AsSpan(0, arrow.Index)));
    }

    /// <summary>Text that can stand in a file without being read as times: with an arrow that none of them has.</summary>
    internal static string WithoutTimes(string text)
    {
        text = text.Replace("-->", "\u2192", StringComparison.Ordinal);
        return text.Contains('\u2192', StringComparison.Ordinal) || text.Contains('>', StringComparison.Ordinal)
            ? string.Join('\n', text.Split('\n').Select(line => IsTimeLine(line) ? Arrow().Replace(line, "\u21D2") : line))
            : text;
    }

    private static bool TryTimes(string line, out double start, out double end, out string settings)
    {
        var arrow = Arrow().Match(line);
        // Settings of WebVTT, and coordinates of some SubRip files, follow the second time.
        var after = Visible(line[(arrow.Index + arrow.Length)..]).Split([' ', '\t'], 2);
        settings = after.Length > 1 ? after[1] : "";
        end = 0;
        return SubtitleTime.TryParse(Visible(line[..arrow.Index]), out start) && SubtitleTime.TryParse(after[0], out end);
    }

    /// <summary>Lines up to the next cue. Empty lines inside a cue are common mistakes: only the number before the next time line ends it.</summary>
    private static string[] SrtBody(string[] lines, int at, int next, bool numbered)
    {
        var last = next - 1;
        string? number = null;
        while (next < lines.Length && numbered)
        {
            var line = last;
            while (line > at && Visible(lines[line]).Length == 0)
            {
                line--;
            }

            // The number, and the same once more where an editor left it standing.
            if (line <= at || !IsNumber(lines[line]) || (number is not null && Visible(lines[line]) != number))
            {
                break;
            }

            number = Visible(lines[line]);
            last = line - 1;
        }

        return lines[(at + 1)..(last + 1)];
    }

    /// <summary>Lines up to an empty one. One with a blank in it is not empty: captions of video sites begin with such lines.</summary>
    private static string[] VttBody(string[] lines, int at, int next)
    {
        var end = Array.FindIndex(lines, at + 1, next - at - 1, line => line.Length == 0);
        if (end >= 0 || next == lines.Length)
        {
            return lines[(at + 1)..(end >= 0 ? end : next)];
        }

        // No empty line: what stands between a blank line and the times is the next cue's name.
        return lines[(at + 1)..(next - at > 2 && Visible(lines[next - 2]).Length == 0 ? next - 1 : next)];
    }

    /// <summary>Speakers as recognizers with diarization write them (<c>[SPEAKER_1] text</c>), or the one voice of a WebVTT cue.</summary>
    private static (StyledText Text, string? Speaker) Speaker(StyledText text, MatchCollection voices)
    {
        var match = SpeakerTag().Match(text.Plain);
        if (!match.Success)
        {
            return (text, voices.Select(voice => voice.Groups[1].Value.Trim()).Distinct().ToList() is [var only] ? only : null);
        }

        return (text.From(match.Length), string.Create(CultureInfo.InvariantCulture, $"SPEAKER_{match.Groups[1].Value}"));
    }

    /// <summary>Place on the number pad; null for the usual one, below in the middle.</summary>
    private static int? VttPosition(string settings)
    {
        var line = VttLine().Match(settings);
        var row = !line.Success || !double.TryParse(line.Groups[1].Value, CultureInfo.InvariantCulture, out var value)
            ? 1
            : line.Groups[2].Length > 0 ? (value < 34 ? 7 : value < 67 ? 4 : 1) : value is >= 0 and < 6 ? 7 : 1;
        return row == 1 ? null : row + 1;
    }

    private static bool IsNumber(string line) => Visible(line) is { Length: > 0 } text && text.All(char.IsAsciiDigit);

    /// <summary>Without blanks around it and without marks that nobody sees.</summary>
    private static string Visible(string text) => (Ascii.IsValid(text) ? text : Invisible().Replace(text, "")).Trim();

    [GeneratedRegex(@"-->|(?<=\d\s*)(?:->|[\u2013\u2014=]+>|-- >|\u2192)(?=\s*\d)")]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\A\W*\d+\s*:[\d\s:.,]*\W*\z")]
    private static partial Regex TimeLike();

    [GeneratedRegex(@"\p{Cf}")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"\A\s*\[SPEAKER_(\w{1,12})\]:?\s*", RegexOptions.IgnoreCase)]
    private static partial Regex SpeakerTag();

    [GeneratedRegex(@"<v(?:\.[^\s>]*)?\s+([^>]{1,100})>")]
    private static partial Regex VttVoice();

    [GeneratedRegex(@"<\d+:[\d:.]+>")]
    private static partial Regex WordTime();

    [GeneratedRegex(@"(?:^|\s)line:(-?[\d.]+)(%?)")]
    private static partial Regex VttLine();
}
