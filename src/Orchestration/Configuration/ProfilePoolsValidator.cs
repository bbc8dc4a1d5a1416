using Microsoft.Extensions.Options;
using TransVox.Pipeline.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Checks at start that the pools of engine profiles are among those of the scheduling.</summary>
public sealed class ProfilePoolsValidator(IOptions<TransVoxOptions> options) : IValidateOptions<EngineOptions>
{
    public ValidateOptionsResult Validate(string? name, EngineOptions engines)
    {
        var scheduling = options.Value.Scheduling;
        var known = scheduling.Pools.Keys.Append(scheduling.DefaultPool).Distinct().Order(StringComparer.Ordinal).ToList();
        var errors = engines.Profiles.Where(profile => profile.Pool is { } pool && !known.Contains(pool))
            .Select(profile => $"engines.profiles.{profile.Name}.pool is '{profile.Pool}'; it must be one of the pools: {string.Join(", ", known)}.").ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
