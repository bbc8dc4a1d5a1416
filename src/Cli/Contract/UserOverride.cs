namespace TransVox.Cli.Contract;

internal sealed record UserOverride(int? MaxJobs = null, double? Weight = null);
