using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TransVox.Cli.Review;

/// <summary>
/// Cues as text that people edit:
/// <code>
/// # etag: "v3"
/// [1] 00:00:01.200 --> 00:00:03.400 {Ana}
/// &lt; Hello, world.
/// > Hola, mundo.
/// </code>
/// A line that starts with <c>&lt;</c> is what was said, one with <c>></c> what will be said; several such lines are one text with
/// line breaks. Lines that start with <c>#</c> are remarks.
/// </summary>
internal static partial class ReviewText
{
    private const string ETagMark = "# etag:";

    public static string Write(SubtitleDocument document, string jobId)
    {
        var text = new StringBuilder()
            .Append("# Job ").Append(jobId).AppendLine(". Change times and the lines after >; leave an empty > to say nothing.")
            .Append(ETagMark).Append(' ').AppendLine(document.ETag);
        var problems = document.Problems.ToLookup(problem => problem.Index);
        foreach (var cue in document.Cues)
        {
            text.AppendLine();
            foreach (var problem in problems[cue.Index])
                text.Append("# ").Append(problem.Blocking ? "MUST FIX " : "").Append(problem.Code).Append(": ").AppendLine(OneLine(problem.Message));
            if (cue.Confidence is { } confidence)
                text.AppendLine(CultureInfo.InvariantCulture, $"# confidence {confidence:0.00}");
            text.AppendLine(CultureInfo.InvariantCulture, $"[{cue.Index}] {Time(cue.Start)} --> {Time(cue.End)}{(cue.Speaker is null ? "" : $" {{{cue.Speaker}}}")}");
            AppendLines(text, "<", cue.Text);
            AppendLines(text, ">", cue.Translation ?? "");
        }

        return text.ToString();
    }

    /// <exception cref="UsageException">Names the line that cannot be read.</exception>
    public static ReviewFile Read(string text)
    {
        string? etag = null;
        var cues = new List<Cue>();
        CueBuilder? open = null;
        var lines = text.ReplaceLineEndings("\n").TrimStart('\uFEFF').Split('\n');
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1];
            if (line.StartsWith(ETagMark, StringComparison.Ordinal))
                etag = line[ETagMark.Length..].Trim();
            else if (line.StartsWith('#') || string.IsNullOrWhiteSpace(line))
                continue;
            else if (line.StartsWith('['))
                Open(Header(line, number));
            else if (open is not null && line[0] is '<' or '>')
                open!.Add(line[0], line[1..].Trim());
            else
                throw new UsageException($"Line {number} is neither a cue ('[1] 00:00:01.000 --> 00:00:02.000') nor a text ('<' or '>'): {line}");
        }

        Open(null);
        return cues.Count > 0 ? new ReviewFile(etag, cues) : throw new UsageException("There is no cue in the file.");

        void Open(CueBuilder? next)
        {
            if (open is not null)
                cues.Add(open.Build());
            open = next;
        }
    }

    private static CueBuilder Header(string line, int number)
    {
        var match = HeaderPattern().Match(line);
        if (!match.Success || !int.TryParse(match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new UsageException($"Line {number} is not a cue's head such as '[1] 00:00:01.000 --> 00:00:02.000': {line}");
        return new CueBuilder(
            index,
            Seconds(match.Groups["start"].Value, number),
            Seconds(match.Groups["end"].Value, number),
            match.Groups["speaker"] is { Success: true } speaker ? speaker.Value : null);
    }

    private static double Seconds(string text, int number) =>
        TimeSpan.TryParseExact(text.Replace(',', '.'), [@"h\:mm\:ss\.fff", @"hh\:mm\:ss\.fff", @"mm\:ss\.fff"], CultureInfo.InvariantCulture, out var time)
            ? time.TotalSeconds
            : throw new UsageException($"Line {number}: '{text}' is not a time such as 00:01:02.500.");

    private static string Time(double seconds) => TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static void AppendLines(StringBuilder text, string mark, string value)
    {
        foreach (var line in value.ReplaceLineEndings("\n").Split('\n'))
            text.AppendLine($"{mark} {line}".TrimEnd());
    }

    [GeneratedRegex(@"^\[(?<index>\d{1,9})\]\s+(?<start>[\d:.,]+)\s*-->\s*(?<end>[\d:.,]+)(?:\s+\{(?<speaker>[^}]*)\})?\s*$")]
    private static partial Regex HeaderPattern();

    private sealed class CueBuilder(int index, double start, double end, string? speaker)
    {
        private readonly List<string> _source = [];
        private readonly List<string> _target = [];

        public void Add(char mark, string line) => (mark == '<' ? _source : _target).Add(line);

        public Cue Build() => new(index, start, end, string.Join('\n', _source), string.Join('\n', _target), Speaker: speaker);
    }
}
