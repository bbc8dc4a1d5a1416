using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Cues as they are shown: broken in lines, and one after the other where a translation takes more than two lines. Pure.</summary>
internal static class SubtitlePages
{
    public static IEnumerable<Cue> Of(IEnumerable<Cue> cues, SubtitleText which) => cues.SelectMany(cue => which switch
    {
        SubtitleText.Source => Pages(cue, cue.Text, (page, text) => page with { Text = text }),
        SubtitleText.Target => Pages(cue, cue.Translation ?? "", (page, text) => page with { Translation = text }),
        _ => [cue with { Text = SubtitleLines.Break(cue.Text), Translation = cue.Translation is { } text ? SubtitleLines.Break(text) : null }],
    });

    private static IEnumerable<Cue> Pages(Cue cue, string text, Func<Cue, string, Cue> with)
    {
        var pages = SubtitleLines.Pages(text);
        var all = (double)pages.Sum(page => page.Length);
        var start = cue.Start;
        foreach (var page in pages)
        {
            var end = ReferenceEquals(page, pages[^1]) ? cue.End : start + (cue.Duration * page.Length / all);
            yield return with(cue with { Start = start, End = end }, SubtitleLines.Break(page));
            start = end;
        }
    }
}
