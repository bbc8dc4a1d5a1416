using System.Globalization;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Media;

/// <summary>
/// Reads numbers, dates, prices, times, units and addresses as a person would. Whole numbers stay digits, which every voice reads in its own
/// language; what voices get wrong is written out. Languages without words of their own get what holds for all: addresses without what nobody
/// says, numbers without separators, dates without dashes. Pure.
/// </summary>
internal static partial class SpokenReading
{
    private const string Number = @"(?<n>\d{1,3}(?:[.,\u00A0\u202F'\u2019]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![.,]?\d)";

    // Of the languages whose voices do not take a comma in a number.
    private static readonly string[] PointLanguages = ["en", "zh", "ja", "ko", "th", "he", "hi", "ms", "sw"];

    /// <summary>The text as it is read.</summary>
    public static string Of(string text, string language)
    {
        var code = Languages.Base(language);
        var words = SpokenWords.Of(code);
        text = Email().Replace(text, match => Address(match.Value, words));
        text = Url().Replace(text, match => Site(match, words));
        text = IsoDate().Replace(text, match => Date(match, match.Groups[3].Value, match.Groups[2].Value, match.Groups[1].Value, words));
        text = words is null ? text : SlashDate().Replace(text, match => SlashedDate(match, words));
        text = Phone().Replace(text, match => Digits(match.Value, words));
        if (words is not null)
        {
            text = ClockTimes.Read(text, code);
            text = Money(text, code, words);
            text = Range().Replace(text, match => $"{match.Groups[1]} {words.To} {match.Groups[2]}");
            text = Signs(text, code, words);
            text = NumberMark().Replace(text, words.Number + " ");
        }

        return Numbers().Replace(text, match => Normal(match.Groups["n"].Value, code));
    }

    /// <summary>A number without separators, with the language's decimal mark.</summary>
    internal static string Normal(string number, string language)
    {
        var point = PointLanguages.Contains(language) ? '.' : ',';
        var (whole, fraction) = Split(number, point);
        return fraction.Length == 0 ? whole : whole + point + fraction;
    }

    /// <summary>Whole and fraction. A mark before three digits separates thousands, if nothing says otherwise.</summary>
    private static (string Whole, string Fraction) Split(string number, char point)
    {
        var last = number.LastIndexOfAny(['.', ',']);
        var marks = number.Where(c => !char.IsAsciiDigit(c)).ToList();
        var thousands = last < 0
            // Two of the same, or one where the other comes first, cannot both be decimal marks.
            || (marks.Count > 1 && marks.Distinct().Count() == 1)
            || (marks.Count == 1 && number.Length - last == 4 && number[0] != '0' && (number[last] == ',' || point == ','));
        var digits = string.Concat((thousands ? number : number[..last]).Where(char.IsAsciiDigit));
        return (digits, thousands ? "" : number[(last + 1)..]);
    }

    private static string Money(string text, string code, SpokenWords words)
    {
        string Read(Match match)
        {
            var unit = words.Money[match.Groups["c"].Value];
            var (whole, fraction) = Split(match.Groups["n"].Value, words.DecimalPoint);
            if (match.Groups["m"] is { Length: > 0 } magnitude)
            {
                return $"{Normal(match.Groups["n"].Value, code)} {magnitude.Value} {(magnitude.Value is "mil" or "thousand" ? "" : words.MoneyOf)}{unit[1]}";
            }

            var hundredths = fraction.Length == 2 ? int.Parse(fraction, CultureInfo.InvariantCulture) : 0;
            return fraction.Length is not (0 or 2)
                ? $"{Normal(match.Groups["n"].Value, code)} {unit[1]}"
                : whole == "0" && hundredths > 0
                    ? $"{hundredths} {unit[hundredths == 1 ? 2 : 3]}"
                    : $"{whole} {unit[whole == "1" ? 0 : 1]}" + (hundredths == 0 ? "" : $" {words.MoneyWith} {hundredths} {unit[hundredths == 1 ? 2 : 3]}");
        }

        var magnitude = $@"(?:\s+(?<m>{words.Magnitudes})\b)?";
        text = Regex.Replace(text, @"(?:US)?(?<c>[$€£¥])\s?" + Number + magnitude, Read);
        return Regex.Replace(text, @"(?<![\d.,])" + Number + @"\s?(?<c>[$€£¥])(?!\d)", Read);
    }

    private static string Signs(string text, string code, SpokenWords words)
    {
        var units = string.Join('|', words.Units.Keys.OrderByDescending(unit => unit.Length).Select(Regex.Escape));
        text = Regex.Replace(text, $@"(?<![\d.,\p{{L}}])(?<minus>[-\u2212])?{Number}\s?(?<u>%|{units})(?![\p{{L}}\d/])", match =>
        {
            var number = Normal(match.Groups["n"].Value, code);
            var sign = match.Groups["u"].Value;
            // "5 m" is a length, "5m" as often a magnitude or a name.
            if (sign is "m" or "g" or "l" or "V" or "W" && !char.IsWhiteSpace(match.Value[^(sign.Length + 1)]))
            {
                return match.Value;
            }

            var unit = sign == "%" ? words.Percent : words.Units[sign][number == "1" ? 0 : 1];
            return (match.Groups["minus"].Length > 0 ? words.Minus + " " : "") + number + " " + unit;
        });
        return Ampersand().Replace(text, $" {words.And} ");
    }

    private static string SlashedDate(Match match, SpokenWords words)
    {
        var (one, two) = (match.Groups[1].Value, match.Groups[2].Value);
        var monthFirst = int.Parse(one, CultureInfo.InvariantCulture) <= 12
            && (int.Parse(two, CultureInfo.InvariantCulture) > 12 || words.MonthFirst);
        return monthFirst ? Date(match, two, one, match.Groups[3].Value, words) : Date(match, one, two, match.Groups[3].Value, words);
    }

    private static string Date(Match match, string day, string month, string year, SpokenWords? words)
    {
        var (d, m) = (int.Parse(day, CultureInfo.InvariantCulture), int.Parse(month, CultureInfo.InvariantCulture));
        return d is < 1 or > 31 || m is < 1 or > 12
            ? match.Value
            : words is null
                ? $"{d}. {m}. {year}"
                : string.Format(CultureInfo.InvariantCulture, words.Date, d, words.Months[m - 1], year);
    }

    /// <summary>Site and path; what nobody says (scheme, query) is left out.</summary>
    private static string Site(Match match, SpokenWords? words)
    {
        // A full stop after an address ends the sentence.
        var end = match.Value.Length - match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')').Length;
        var address = match.Value[..^end];
        address = address[..(address.IndexOfAny(['?', '#']) is var at && at >= 0 ? at : address.Length)].TrimEnd('/');
        address = Scheme().Replace(address, "");
        return (words is null ? address.Split('/')[0] : Address(address, words)) + match.Value[^end..];
    }

    private static string Address(string address, SpokenWords? words) => words is null
        ? address
        : AddressSigns().Replace(address, match => " " + (match.Value switch
        {
            "@" => words.At,
            "." => words.Dot,
            "/" => words.Slash,
            "_" => words.Underscore,
            _ => words.Hyphen,
        }) + " ");

    /// <summary>Digit by digit, with a pause where the writing has one.</summary>
    private static string Digits(string number, SpokenWords? words)
    {
        var groups = DigitGroup().Matches(number).Select(group => string.Join(' ', group.Value.ToCharArray()));
        return (number[0] == '+' ? (words?.Plus ?? "+") + " " : "") + string.Join(", ", groups);
    }

    [GeneratedRegex(@"(?<![\d.,:/-])" + Number)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}")]
    private static partial Regex Email();

    [GeneratedRegex(@"(?:https?://|www\.)[^\s<>""]+|(?<![\w@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|gov|edu|info|dev|app|tv|co|ai|es|uk|de|fr|eu)(?:/[^\s<>""]*)?(?![\w@])", RegexOptions.IgnoreCase)]
    private static partial Regex Url();

    [GeneratedRegex(@"^(?:https?://)?(?:www\.)?", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[@./_-]")]
    private static partial Regex AddressSigns();

    [GeneratedRegex(@"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")]
    private static partial Regex SlashDate();

    [GeneratedRegex(@"\+\d{1,3}[ .-]?(?:\(\d{1,4}\)|\d{1,4})(?:[ .-]?\d{2,4}){2,4}(?!\d)|(?<![\d.,-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d-])|(?<![\d.,-])\d{3}-\d{4}(?![\d-])")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\d+")]
    private static partial Regex DigitGroup();

    [GeneratedRegex(@"(?<![\d.,-])(\d{1,4})[-\u2013](\d{1,4})(?![\d-]|[.,]\d)")]
    private static partial Regex Range();

    [GeneratedRegex(@"\s?&\s?(?!\w*;)")]
    private static partial Regex Ampersand();

    [GeneratedRegex(@"(?<!\w)(?:#|N[oº]\.?\s|n\.?º\s?)(?=\d)")]
    private static partial Regex NumberMark();
}
