using System.Text.RegularExpressions;

namespace TransVox.Pipeline.Commands;

/// <summary>Replaces placeholders in templates. An argument stays one argument whatever its values contain.</summary>
internal static partial class Template
{
    /// <summary>Replaces every placeholder.</summary>
    /// <exception cref="PlaceholderException">A placeholder that the resolver does not know.</exception>
    public static string Expand(string template, Func<string, string?, string?> resolve) =>
        Placeholder().Replace(template, match =>
        {
            var name = match.Groups[1].Value;
            var argument = match.Groups[2].Success ? match.Groups[2].Value : null;
            return resolve(name, argument) ?? throw new PlaceholderException($"'{match.Value}' in '{template}' is not known here.");
        });

    [GeneratedRegex(@"\{([a-zA-Z]+)(?::([^{}:]+))?\}")]
    private static partial Regex Placeholder();
}
