using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary>Options with a fixed set of values, written in any case.</summary>
internal static class Choices
{
    public static readonly string[] Stages = ["Probe", "Extract", "Separate", "Transcribe", "Translate", "Synthesize", "Mix", "Mux"];

    public static readonly string[] States =
    [
        "Received", "Validating", "QueuedUser", "QueuedGpu", "Running", "AwaitingReview", "Completed", "Failed", "Cancelled", "TimedOut", "Rejected",
    ];

    /// <summary>An option whose value becomes the spelling in <paramref name="values"/>.</summary>
    public static Option<string?> Option(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name)
        {
            Description = $"{description}: {string.Join(", ", values.Select(v => v.ToLowerInvariant()))}.",
            HelpName = name.TrimStart('-').ToUpperInvariant(),
        };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            var value = Array.Find(values, v => v.Equals(text, StringComparison.OrdinalIgnoreCase));
            if (value is null)
                result.AddError($"'{text}' is not a value of {name}; it takes {string.Join(", ", values.Select(v => v.ToLowerInvariant()))}.");
            return value;
        };
        return option;
    }
}
