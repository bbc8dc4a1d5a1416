using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>Expands templates with made-up values, so that a misspelt placeholder stops the host and not a job.</summary>
internal sealed class TemplateChecker(
    string key, Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings, List<string> errors)
{
    private static readonly StageRequest Nothing = new(
        Stage.Probe, "/", new Dictionary<string, string>(), new DubbingOptions { TargetLanguage = "es" }, new MediaLimits(1, TimeSpan.FromSeconds(1)));

    private readonly CommandContext _context = new(
        Nothing with
        {
            Stage = stage,
            Inputs = StageArtifacts.Inputs(stage, Nothing.Options).Concat(StageArtifacts.OptionalInputs(stage)).Concat(StageArtifacts.PreparedInputs(stage)).Concat(profile.Inputs ?? [])
                .Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => "/" + name, StringComparer.Ordinal),
        },
        settings);

    public void Check(params ReadOnlySpan<string?> templates)
    {
        foreach (var template in templates)
        {
            Check(template);
        }
    }

    public void Check(IEnumerable<string>? templates)
    {
        foreach (var template in templates ?? [])
        {
            Check(template);
        }
    }

    private void Check(string? template)
    {
        try
        {
            _ = template is null or CommandContext.AllOutputs ? null : _context.Expand(template);
        }
        catch (PlaceholderException e)
        {
            errors.Add($"{key}: {e.Message} Known: input:NAME, output:NAME, workdir, hostdir, stage, device, outputs, option:NAME, setting:NAME.");
        }
    }
}
