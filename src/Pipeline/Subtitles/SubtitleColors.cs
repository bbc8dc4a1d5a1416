namespace TransVox.Pipeline.Subtitles;

/// <summary>Colours by the names that subtitle files use.</summary>
internal static class SubtitleColors
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["black"] = "#000000",
        ["blue"] = "#0000ff",
        ["cyan"] = "#00ffff",
        ["gray"] = "#808080",
        ["green"] = "#008000",
        ["grey"] = "#808080",
        ["lime"] = "#00ff00",
        ["magenta"] = "#ff00ff",
        ["orange"] = "#ffa500",
        ["purple"] = "#800080",
        ["red"] = "#ff0000",
        ["white"] = "#ffffff",
        ["yellow"] = "#ffff00",
    };

    /// <summary>As Advanced SubStation writes it, blue first; null for a name that nobody knows.</summary>
    public static string? ToAss(string? color)
    {
        var hex = color is ['#', ..] ? color : color is not null ? Names.GetValueOrDefault(color) : null;
        return hex is null ? null : $"&H{hex[5..7]}{hex[3..5]}{hex[1..3]}&".ToUpperInvariant();
    }
}
