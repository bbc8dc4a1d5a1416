using System.Text.RegularExpressions;

namespace TransVox.Api.Tests.Support;

internal static partial class Regexes
{
    [GeneratedRegex(@"\{\*?(\w+)\}")]
    public static partial Regex RouteParameter();

    [GeneratedRegex("\"#/components/schemas/(\\w+)\"")]
    public static partial Regex Reference();
}
