namespace TransVox.Pipeline.Stages;

/// <summary>What a brought subtitle shows beside its plain text.</summary>
/// <param name="Text">
/// The cue's text with the tags b, i, u and font color, and with other angle brackets and ampersands escaped as in HTML. It counts only while
/// it says the same as the cue's text.
/// </param>
/// <param name="Position">Place in the picture as on a number pad (8: top, 2: bottom); null: the usual one.</param>
public sealed record CueMarkup(string Text, int? Position = null)
{
    /// <summary>The cues with the mark-up that they had before they were edited: editors need not know of it.</summary>
    public static IReadOnlyList<Cue> Restore(IReadOnlyList<Cue> edited, IReadOnlyList<Cue> before)
    {
        var known = before.Where(cue => cue.Markup is not null).ToDictionary(cue => cue.Index, cue => cue.Markup);
        return [.. edited.Select(cue => cue with { Markup = known.GetValueOrDefault(cue.Index) })];
    }
}
