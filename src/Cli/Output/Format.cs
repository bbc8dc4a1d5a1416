using System.Globalization;
using System.Text;
using Spectre.Console;

namespace TransVox.Cli.Output;

/// <summary>Texts and figures as they are shown.</summary>
internal static class Format
{
    /// <summary>
    /// Text from outside (file names, messages, subtitles), safe on a terminal: control characters, with which it could move the
    /// cursor or change the title, become visible, and markup is escaped.
    /// </summary>
    public static string Safe(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
            safe.Append(IsHarmful(c) ? '\uFFFD' : c);
        return Markup.Escape(safe.ToString());
    }

    public static string Percent(double fraction) => ((int)Math.Floor(Math.Clamp(fraction, 0, 1) * 100)).ToString(CultureInfo.InvariantCulture) + "%";

    public static string Duration(double seconds) => seconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)seconds % 60:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 3600)} h {(int)(seconds / 60) % 60:00} min"),
    };

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.00} GB"),
    };

    /// <summary>Local time; the day only when it is another one.</summary>
    public static string Time(DateTimeOffset? at)
    {
        if (at is not { } value)
            return "";
        var local = value.ToLocalTime();
        var isToday = local.Date == TimeProvider.System.GetLocalNow().Date;
        return local.ToString(isToday ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>State with its color.</summary>
    public static string State(JobState state) => state switch
    {
        JobState.Completed => "[green]Completed[/]",
        JobState.Failed or JobState.Rejected or JobState.TimedOut => $"[red]{state}[/]",
        JobState.Cancelled => "[yellow]Cancelled[/]",
        JobState.AwaitingReview => "[cyan]AwaitingReview[/]",
        JobState.Running => "[blue]Running[/]",
        _ => Name(state),
    };

    /// <summary>An enum value by the name that the service gave it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => Safe(OpenEnum.NameOf(value));

    private static bool IsHarmful(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u202A' or '\u202B' or '\u202D' or '\u202E' or '\u2066' or '\u2067' or '\u2068';
}
