using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Commands;

/// <summary>Environment variables of a stage's programs.</summary>
internal static class CommandEnvironment
{
    /// <summary>Those of the profile; a program that was given a device sees no other.</summary>
    public static Dictionary<string, string> Of(StageProfile profile, CommandContext context)
    {
        var environment = (profile.Environment ?? new Dictionary<string, string>())
            .ToDictionary(pair => pair.Key, pair => context.Expand(pair.Value), StringComparer.Ordinal);
        if (context.Request.Device is not null)
        {
            environment.TryAdd("CUDA_VISIBLE_DEVICES", context.Expand("{device}"));
        }

        return environment;
    }
}
