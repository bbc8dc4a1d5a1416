namespace TransVox.Pipeline.Subtitles;

/// <summary>Reads Advanced SubStation and SubStation files (<c>.ass</c>, <c>.ssa</c>): what is said, who says it, and its looks.</summary>
internal static class SubStationReader
{
    private static readonly string[] DefaultFormat =
        ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"];

    /// <summary>Whether a file is of this kind.</summary>
    public static bool IsMeant(IEnumerable<string> lines) =>
        lines.FirstOrDefault(line => line.Trim().Length > 0)?.Trim().Equals("[Script Info]", StringComparison.OrdinalIgnoreCase) == true;

    public static List<RawCue> Read(string[] lines, List<SubtitleProblem> problems)
    {
        var cues = new List<RawCue>();
        var format = DefaultFormat;
        for (var i = 0; i < lines.Length && !SubtitleReader.Hopeless(problems); i++)
        {
            if (After(lines[i], "Format:") is { } names && names.Contains("Text", StringComparison.OrdinalIgnoreCase))
            {
                format = [.. names.Split(',').Select(name => name.Trim())];
            }
            else if (After(lines[i], "Dialogue:") is { } event_)
            {
                // The text comes last and may hold commas.
                var fields = event_.Split(',', format.Length);
                string? Field(string name) => Array.FindIndex(format, other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) is var at and >= 0 && at < fields.Length
                    ? fields[at]
                    : null;
                if (!SubtitleTime.TryParse(Field("Start") ?? "", out var start) || !SubtitleTime.TryParse(Field("End") ?? "", out var end))
                {
                    problems.Add(new SubtitleProblem(i + 1, "the times cannot be read; write them as 0:00:01.00"));
                    continue;
                }

                var speaker = (Field("Name") ?? Field("Actor"))?.Trim();
                var cue = new RawCue(i + 1, start, end, MarkupText.Read(Field("Text") ?? "", substation: true), string.IsNullOrEmpty(speaker) ? null : speaker);
                if (SubtitleReader.HasLength(cue, problems) && cue.Text.Plain.Length > 0)
                {
                    cues.Add(cue);
                }
            }
        }

        return cues;
    }

    private static string? After(string line, string start) =>
        line.TrimStart().StartsWith(start, StringComparison.OrdinalIgnoreCase) ? line.TrimStart()[start.Length..].TrimStart() : null;
}
