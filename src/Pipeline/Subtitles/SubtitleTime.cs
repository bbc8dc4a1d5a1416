using System.Globalization;

namespace TransVox.Pipeline.Subtitles;

/// <summary>Times as subtitle files write them.</summary>
public static class SubtitleTime
{
    /// <summary><c>01:02:03,004</c> with the given mark before the milliseconds.</summary>
    public static string Format(double seconds, char mark)
    {
        var time = TimeSpan.FromMilliseconds(Math.Round(Math.Max(0, seconds) * 1000));
        return string.Create(
            CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{mark}{time.Milliseconds:000}");
    }

    /// <summary>
    /// Reads <c>h:mm:ss,fff</c>, <c>mm:ss.fff</c> and what editors make of them (a missing fraction, one or two digits of it).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        text = text.Trim();
        var mark = text.IndexOfAny(',', '.');
        var whole = mark < 0 ? text : text[..mark];
        double fraction = 0;
        if (mark >= 0)
        {
            var digits = text[(mark + 1)..];
            if (digits.IsEmpty || digits.Length > 9 || !IsDigits(digits))
            {
                return false;
            }

            fraction = int.Parse(digits, CultureInfo.InvariantCulture) / Math.Pow(10, digits.Length);
        }

        Span<Range> ranges = stackalloc Range[4];
        var parts = whole.Split(ranges, ':');
        if (parts is < 2 or > 3)
        {
            return false;
        }

        double total = 0;
        for (var i = 0; i < parts; i++)
        {
            var part = whole[ranges[i]].Trim();
            if (part.IsEmpty || part.Length > 4 || !IsDigits(part))
            {
                return false;
            }

            var value = int.Parse(part, CultureInfo.InvariantCulture);
            if (i > 0 && value >= 60)
            {
                return false;
            }

            total = (total * 60) + value;
        }

        seconds = total + fraction;
        return true;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
