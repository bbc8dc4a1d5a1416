using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Commands;

/// <summary>The values of placeholders in one run of a stage.</summary>
internal sealed class CommandContext(StageRequest request, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>Placeholder that expands to one argument per output.</summary>
    public const string AllOutputs = "{outputs}";

    private static string HostDirectory => AppContext.BaseDirectory.TrimEnd('/');

    public StageRequest Request { get; } = request;

    /// <summary>Replaces placeholders in one template.</summary>
    public string Expand(string template) => Template.Expand(template, Resolve);

    /// <summary>Arguments of a step; <see cref="AllOutputs"/> becomes several.</summary>
    public IReadOnlyList<string> ExpandAll(IEnumerable<string> templates) =>
        [.. templates.SelectMany(template => template == AllOutputs
            ? StageArtifacts.Outputs(Request.Stage, Request.Options)
            : (IEnumerable<string>)[Expand(template)])];

    /// <summary>Whether a step is done under these options.</summary>
    public bool Applies(IDictionary<string, List<string>>? when) =>
        when is null || when.All(condition =>
            OptionValues.Of(condition.Key, Request.Options, Request.ReducedBatch) is { } value && condition.Value.Contains(value));

    private string? Resolve(string name, string? argument) => (name, argument) switch
    {
        ("workdir", null) => Request.WorkDirectory,
        ("stage", null) => Request.Stage.ToString(),
        ("device", null) => Request.Device?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        ("input", { } input) => Request.Inputs.GetValueOrDefault(input),
        ("output", { } output) => StageArtifacts.Outputs(Request.Stage, Request.Options).Contains(output)
            ? Path.Combine(Request.WorkDirectory, output)
            : null,
        ("option", { } option) => OptionValues.Names.Contains(option)
            ? OptionValues.Of(option, Request.Options, Request.ReducedBatch) ?? ""
            : null,
        _ => Fixed(name, argument, settings),
    };

    /// <summary>Values that are the same in every run; null for others.</summary>
    public static string? Fixed(string name, string? argument, IReadOnlyDictionary<string, string> settings) => (name, argument) switch
    {
        ("hostdir", null) => HostDirectory,
        ("setting", { } setting) => settings.GetValueOrDefault(setting)?.Replace("{hostdir}", HostDirectory, StringComparison.Ordinal),
        _ => null,
    };
}
