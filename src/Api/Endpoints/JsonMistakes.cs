using System.Text.Json;
using TransVox.Api.Problems;

namespace TransVox.Api.Endpoints;

/// <summary>Says what is wrong with a JSON body without the names of our types.</summary>
internal static class JsonMistakes
{
    public static string Describe(JsonException e)
    {
        var place = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $" at {ProblemFactory.Shown(e.Path)}";
        var line = e.LineNumber is { } number ? $", line {number + 1}" : "";
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"The JSON body has a member that is not known{place}.";
        if (e.Message.Contains("missing required", StringComparison.Ordinal))
            return $"The JSON body misses a required member{MissingNames(e.Message)}.";
        if (e.Message.Contains("uplicate propert", StringComparison.Ordinal))
            return $"The JSON body has a member twice{place}.";
        if (e.Message.Contains(ApiJson.NullInside, StringComparison.Ordinal))
            return $"The JSON body has {ApiJson.NullInside}{place}.";
        return $"The JSON body cannot be read{place}{line}.";
    }

    /// <summary>The framework's message ends with the names, in quotes.</summary>
    private static string MissingNames(string message)
    {
        var names = message.Split('\'').Where((_, i) => i % 2 == 1).Skip(1).Select(n => n.Trim()).Where(n => n.Length is > 0 and < 40 && n.All(char.IsLetterOrDigit));
        var list = string.Join(", ", names);
        return list.Length == 0 ? "" : $": {list}";
    }
}
