using System.Globalization;
using System.Text;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Writes SubRip and WebVTT: UTF-8 without BOM, line feeds.</summary>
public static class SubtitleWriter
{
    /// <summary>SubRip. It has no way to escape mark-up; text is written as it is.</summary>
    public static string Srt(IEnumerable<Cue> cues, SubtitleText which)
    {
        var srt = new StringBuilder();
        var number = 0;
        foreach (var (cue, text) in Visible(cues, which))
        {
            srt.Append(CultureInfo.InvariantCulture, $"{++number}\n")
                .Append(SubtitleTime.Format(cue.Start, ',')).Append(" --> ").Append(SubtitleTime.Format(cue.End, ',')).Append('\n')
                // An arrow in the text would be read as a time line.
                .Append(text.Replace("-->", "→", StringComparison.Ordinal)).Append("\n\n");
        }

        return srt.ToString();
    }

    /// <summary>WebVTT; text that looks like mark-up is escaped and shows as text.</summary>
    public static string Vtt(IEnumerable<Cue> cues, SubtitleText which)
    {
        var vtt = new StringBuilder("WEBVTT\n\n");
        foreach (var (cue, text) in Visible(cues, which))
        {
            vtt.Append(SubtitleTime.Format(cue.Start, '.')).Append(" --> ").Append(SubtitleTime.Format(cue.End, '.')).Append('\n')
                .Append(Escape(text)).Append("\n\n");
        }

        return vtt.ToString();
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static IEnumerable<(Cue Cue, string Text)> Visible(IEnumerable<Cue> cues, SubtitleText which)
    {
        foreach (var cue in cues.OrderBy(cue => cue.Start))
        {
            var text = which switch
            {
                SubtitleText.Source => Lines(cue.Text),
                SubtitleText.Target => Lines(cue.Translation),
                _ => string.Join('\n', new[] { Lines(cue.Translation), Lines(cue.Text) }.Where(part => part.Length > 0)),
            };
            if (text.Length > 0)
            {
                yield return (cue, text);
            }
        }
    }

    /// <summary>Non-empty lines: an empty one would end the cue.</summary>
    private static string Lines(string? text) => string.Join(
        '\n',
        (text ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
