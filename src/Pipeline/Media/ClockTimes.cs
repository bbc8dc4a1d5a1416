using System.Globalization;
using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Media;

/// <summary>Reads times of the day. Pure.</summary>
internal static partial class ClockTimes
{
    /// <summary>The text with its times as they are said.</summary>
    public static string Read(string text, string language) => Time().Replace(text, match =>
    {
        var hour = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups[2].Length == 0 ? 0 : int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        var half = match.Groups[3].Value.ToLowerInvariant();
        if (hour > 24 || minute > 59 || (half.Length > 0 && hour is 0 or > 12) || (half.Length == 0 && match.Groups[2].Length == 0))
        {
            return match.Value;
        }

        // The full stop of "p.m." may be that of the sentence too.
        var stop = match.Value.EndsWith('.') && SentenceEnds().IsMatch(text[(match.Index + match.Length)..]) ? "." : "";
        return (language == "es" ? Spanish(hour, minute, half) : English(hour, minute, half)) + stop;
    });

    private static string English(int hour, int minute, string half)
    {
        var minutes = minute switch { 0 => half.Length > 0 || hour > 12 ? "" : " o'clock", < 10 => $" oh {minute}", _ => $" {minute}" };
        return hour + (minute == 0 && hour > 12 ? " hundred hours" : minutes) + (half.Length > 0 ? $" {half} m" : "");
    }

    private static string Spanish(int hour, int minute, string half)
    {
        var minutes = minute switch { 0 => half.Length > 0 ? "" : " en punto", 15 => " y cuarto", 30 => " y media", _ => $" y {minute}" };
        var part = (half, hour) switch
        {
            ("", _) => "",
            ("a", 12) => " de la noche",
            ("a", < 6) => " de la madrugada",
            ("a", _) => " de la mañana",
            (_, 12 or < 8) => " de la tarde",
            _ => " de la noche",
        };
        return hour + (hour > 12 && minute is 15 or 30 ? $" y {minute}" : minutes) + part;
    }

    [GeneratedRegex(@"(?<![\d:.,$€£])(\d{1,2})(?::(\d{2}))?(?!:?\d)(?:\s?([ap])\.?\s?m\b\.?)?", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"\A\s*(?:\z|\p{Lu})")]
    private static partial Regex SentenceEnds();
}
