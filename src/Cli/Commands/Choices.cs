using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary>Options that take a value of an enum, written in any case.</summary>
internal static class Choices
{
    public static Option<T?> Option<T>(string name, string description)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().Order().ToArray();
        var names = string.Join(", ", values.Select(value => value.ToString().ToLowerInvariant()));
        var option = new Option<T?>(name)
        {
            Description = $"{description}: {names}.",
            HelpName = name.TrimStart('-').ToUpperInvariant(),
        };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            foreach (var value in values)
            {
                if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            result.AddError($"'{text}' is not a value of {name}; it takes {names}.");
            return null;
        };
        return option;
    }
}
