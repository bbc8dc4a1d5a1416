using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Commands;

/// <summary>What of this machine a stage's programs may use.</summary>
internal static class CommandAccess
{
    /// <summary>The inputs of the job and what the profile names; null when it runs them outside of the sandbox.</summary>
    public static ProgramAccess? Of(StageProfile profile, CommandContext context) => profile.Sandbox == false ? null : new ProgramAccess
    {
        Reads = [.. context.Request.Inputs.Values, .. (profile.Reads ?? []).Select(context.Expand)],
        Writes = [.. (profile.Writes ?? []).Select(context.Expand)],
        Network = profile.Network ?? false,
        Gpu = profile.UsesGpu ?? EngineFactory.UsesGpuByDefault(context.Request.Stage, profile.Engine),
    };
}
