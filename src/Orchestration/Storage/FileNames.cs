using System.Globalization;
using System.Text;

namespace TransVox.Orchestration.Storage;

/// <summary>
/// File names that users give. They are shown as they are; in a blob's path stands what is safe there and in any file system to
/// which the result is downloaded.
/// </summary>
public static class FileNames
{
    private const int MaxBytes = 255;
    private const int MaxSafeBytes = 120;
    private const string Fallback = "video";

    /// <summary>Whether the text can name a file: 1 to 255 bytes of UTF-8 and not only white space.</summary>
    public static bool IsValid(string? name) =>
        !string.IsNullOrWhiteSpace(name) && IsWellFormed(name) && Encoding.UTF8.GetByteCount(name) <= MaxBytes;

    /// <summary>The name as it stands in a path: no separators, control characters, leading dots or dashes; at most 120 bytes.</summary>
    public static string ToSafe(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var extension = Clean(Path.GetExtension(last));
        var stem = Clean(Path.GetFileNameWithoutExtension(last));
        if (Encoding.UTF8.GetByteCount(extension) > 12)
            (stem, extension) = (stem + extension, "");
        stem = Cut(stem, MaxSafeBytes - Encoding.UTF8.GetByteCount(extension)).TrimStart('.', '-', ' ').TrimEnd('.', ' ');
        return ((stem.Length == 0 ? Fallback : stem) + (extension.Length > 1 ? extension : "")).TrimEnd('.', ' ');
    }

    /// <summary>The safe name without its extension: the directory of the outputs.</summary>
    public static string StemOf(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(ToSafe(name)).TrimEnd('.', ' ');
        return stem.Length == 0 ? Fallback : stem;
    }

    private static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            result.Append(IsSafe(rune) ? rune.ToString() : "_");
        return result.ToString();
    }

    private static bool IsSafe(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value is ' ' or '.' or '-' or '_' or '(' or ')' or '[' or ']' or '+' or ',' or '='
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol;

    private static string Cut(string text, int maxBytes)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
                break;
            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }
}
