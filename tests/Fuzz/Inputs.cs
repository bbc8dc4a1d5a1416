using System.Text;

namespace TransVox.Fuzz;

/// <summary>Takes inputs apart.</summary>
internal static class Inputs
{
    /// <summary>As the text of a header, in which each byte is a character; Kestrel lets UTF-8 through, and nothing else above ASCII.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>The first line and what follows it.</summary>
    public static (string Line, byte[] Remainder) FirstLine(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        return end < 0 ? (Text(input), []) : (Text(input.AsSpan(0, end)).TrimEnd('\r'), input[(end + 1)..]);
    }
}
