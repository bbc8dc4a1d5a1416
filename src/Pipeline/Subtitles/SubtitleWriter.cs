using System.Globalization;
using System.Text;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Writes SubRip, WebVTT and Advanced SubStation: UTF-8 without BOM, line feeds.</summary>
public static class SubtitleWriter
{
    // What ffmpeg itself gives to subtitles that it converts.
    private const string AssHeader = """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: 384
        PlayResY: 288
        ScaledBorderAndShadow: yes

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
        Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

        """;

    /// <summary>SubRip with the mark-up of brought cues. It has no way to escape what looks like mark-up; such text is written as it is.</summary>
    public static string Srt(IEnumerable<Cue> cues, SubtitleText which)
    {
        var srt = new StringBuilder();
        var number = 0;
        foreach (var (cue, texts) in Visible(cues, which))
        {
            var position = texts[0].Position is { } place ? string.Create(CultureInfo.InvariantCulture, $"{{\\an{place}}}") : "";
            srt.Append(CultureInfo.InvariantCulture, $"{++number}\n")
                .Append(SubtitleTime.Format(cue.Start, ',')).Append(" --> ").Append(SubtitleTime.Format(cue.End, ',')).Append('\n')
                // An arrow in the text would be read as a time line.
                .Append(position).AppendJoin('\n', texts.Select(text =>
                    SubtitleReader.WithoutTimes(MarkupText.Write(text, run => run, MarkupText.Open, MarkupText.Close))))
                .Append("\n\n");
        }

        return srt.ToString();
    }

    /// <summary>WebVTT; text that looks like mark-up is escaped and shows as text. It has no colours but classes, which players ignore.</summary>
    public static string Vtt(IEnumerable<Cue> cues, SubtitleText which)
    {
        var vtt = new StringBuilder("WEBVTT\n\n");
        foreach (var (cue, texts) in Visible(cues, which))
        {
            vtt.Append(SubtitleTime.Format(cue.Start, '.')).Append(" --> ").Append(SubtitleTime.Format(cue.End, '.')).Append(Settings(texts[0].Position)).Append('\n')
                .AppendJoin('\n', texts.Select(text => SubtitleReader.WithoutTimes(MarkupText.Write(
                    text, MarkupText.Escape, style => MarkupText.Open(style with { Color = null }), style => MarkupText.Close(style with { Color = null })))))
                .Append("\n\n");
        }

        return vtt.ToString();
    }

    /// <summary>
    /// Advanced SubStation, which ffmpeg draws and converts with looks and places kept; braces and backslashes of the text, which would be
    /// commands, become letters that look like them.
    /// </summary>
    public static string Ass(IEnumerable<Cue> cues, SubtitleText which)
    {
        var ass = new StringBuilder(AssHeader);
        foreach (var (cue, texts) in Visible(cues, which))
        {
            ass.Append("Dialogue: 0,").Append(AssTime(cue.Start)).Append(',').Append(AssTime(cue.End)).Append(",Default,,0,0,0,,")
                .Append(texts[0].Position is { } place ? string.Create(CultureInfo.InvariantCulture, $"{{\\an{place}}}") : "")
                .AppendJoin("\\N", texts.Select(text => MarkupText.Write(text, AssEscape, style => AssStyle(style, on: true), style => AssStyle(style, on: false))))
                .Append('\n');
        }

        return ass.ToString();
    }

    private static string AssTime(double seconds)
    {
        var hundredths = (long)Math.Round(Math.Max(0, seconds) * 100);
        return string.Create(CultureInfo.InvariantCulture, $"{hundredths / 360_000}:{hundredths / 6_000 % 60:00}:{hundredths / 100 % 60:00}.{hundredths % 100:00}");
    }

    private static string AssEscape(string text) => text
        .Replace('{', '\uFF5B')
        .Replace('}', '\uFF5D')
        // An invisible joiner keeps a backslash from beginning a command.
        .Replace("\\", "\\\u2060", StringComparison.Ordinal)
        .Replace("\n", "\\N", StringComparison.Ordinal);

    private static string AssStyle(TextStyle style, bool on)
    {
        var flag = on ? '1' : '0';
        var commands = (style.Bold ? $"\\b{flag}" : "") + (style.Italic ? $"\\i{flag}" : "") + (style.Underline ? $"\\u{flag}" : "")
            + (SubtitleColors.ToAss(style.Color) is { } color ? on ? $"\\c{color}" : "\\c" : "");
        return commands.Length == 0 ? "" : "{" + commands + "}";
    }

    private static string Settings(int? position) => position switch
    {
        null => "",
        >= 7 => " line:5%" + Side(position.Value),
        >= 4 => " line:50%" + Side(position.Value),
        _ => Side(position.Value),
    };

    private static string Side(int position) => (position % 3) switch { 1 => " align:left", 0 => " align:right", _ => "" };

    private static IEnumerable<(Cue Cue, IReadOnlyList<StyledText> Texts)> Visible(IEnumerable<Cue> cues, SubtitleText which)
    {
        foreach (var cue in cues.OrderBy(cue => cue.Start))
        {
            string[] texts = which switch
            {
                SubtitleText.Source => [Lines(cue.Text)],
                SubtitleText.Target => [Lines(cue.Translation)],
                _ => [Lines(cue.Translation), Lines(cue.Text)],
            };
            List<StyledText> shown = [.. texts.Where(text => text.Length > 0).Select(text => StyledText.Of(cue, text))];
            if (shown.Count > 0)
            {
                yield return (cue, shown);
            }
        }
    }

    /// <summary>Non-empty lines: an empty one would end the cue.</summary>
    private static string Lines(string? text) => string.Join(
        '\n',
        (text ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
