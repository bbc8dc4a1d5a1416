using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TransVox.Api.Endpoints;
using TransVox.Api.Problems;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Submit;

/// <summary>Name and file name of a part of the form.</summary>
/// <param name="Name">Of the field.</param>
/// <param name="FileName">As its sender gave it, or null.</param>
internal sealed record PartHeader(string Name, string? FileName)
{
    private const int MaxFileName = 255;

    /// <exception cref="RequestException">The header is missing, malformed or ambiguous.</exception>
    public static PartHeader Read(MultipartSection section)
    {
        if (section.Headers is null || !section.Headers.TryGetValue(HeaderNames.ContentDisposition, out var values) || values.Count != 1
            || !ContentDispositionHeaderValue.TryParse(values[0], out var header)
            || !header.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
            throw ApiRequest.Invalid("Every part of the form needs one header 'Content-Disposition: form-data' with its name.");
        var name = Unquote(Parameter(header, "name"))
            ?? throw ApiRequest.Invalid("A part of the form has no name.");
        return new PartHeader(name, FileNameOf(header));
    }

    /// <summary>
    /// <c>filename*</c> (RFC 8187) carries any name exactly and wins. The plain one holds raw UTF-8, in which browsers write a quote and
    /// the two line breaks, and nothing else, as <c>%22</c>, <c>%0D</c> and <c>%0A</c> (WHATWG HTML).
    /// </summary>
    private static string? FileNameOf(ContentDispositionHeaderValue header)
    {
        var (plain, extended) = (Parameter(header, "filename"), Parameter(header, "filename*"));
        if (extended is not null)
            return Checked(Decode(extended) ?? throw BadName("'filename*' must be UTF-8''… with percent-encoding, as RFC 8187 says."));
        return Unquote(plain) is not { } text
            ? null
            : Checked(text
                .Replace("%22", "\"", StringComparison.Ordinal)
                .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
                .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Parameter(ContentDispositionHeaderValue header, string name)
    {
        var found = header.Parameters.Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0].Value.ToString(),
            _ => throw ApiRequest.Invalid("A Content-Disposition header has the same parameter twice."),
        };
    }

    /// <summary>
    /// Within quotes, only <c>\"</c> and <c>\\</c> are escapes: browsers send a backslash of a name as it is.
    /// </summary>
    private static string? Unquote(string? value)
    {
        if (value is null || value.Length < 2 || value[0] != '"' || value[^1] != '"')
            return value;
        var text = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length - 1 && value[i + 1] is ('"' or '\\'))
                i++;
            text.Append(value[i]);
        }

        return text.ToString();
    }

    private static string? Decode(string value)
    {
        var parts = value.Trim('"').Split('\'');
        if (parts.Length != 3 || !parts[0].Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new List<byte>(parts[2].Length);
        for (var i = 0; i < parts[2].Length; i++)
        {
            var c = parts[2][i];
            if (c == '%' && i + 2 < parts[2].Length && char.IsAsciiHexDigit(parts[2][i + 1]) && char.IsAsciiHexDigit(parts[2][i + 2]))
            {
                bytes.Add(Convert.ToByte(parts[2].Substring(i + 1, 2), 16));
                i += 2;
            }
            else if (c is > ' ' and < '\u007f' and not '%')
            {
                bytes.Add((byte)c);
            }
            else
            {
                return null;
            }
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Checked(string name) => Encoding.UTF8.GetByteCount(name) switch
    {
        0 => throw BadName("The file has no name."),
        > MaxFileName => throw BadName($"The file's name has more than {MaxFileName} bytes of UTF-8: {ProblemFactory.Shown(name, 40)}."),
        _ => name,
    };

    private static RequestException BadName(string message) => new(ErrorCodes.InvalidFileName, message);
}
