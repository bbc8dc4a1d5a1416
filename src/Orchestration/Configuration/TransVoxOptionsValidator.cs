using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Orchestration.Configuration;

/// <summary>Checks <c>transvox.json</c> at start. Every message names the key, the value and what is allowed.</summary>
public sealed partial class TransVoxOptionsValidator : IValidateOptions<TransVoxOptions>
{
    public ValidateOptionsResult Validate(string? name, TransVoxOptions options)
    {
        var errors = new List<string>();
        OptionRanges.Check(options, "", errors);
        Scheduling(options, errors);
        Relations(options, errors);
        Containers(options.Storage, errors);
        Outbound(options, errors);
        SourceOptionsRules.Check(options.Source, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Scheduling(TransVoxOptions o, List<string> errors)
    {
        var s = o.Scheduling;
        OneOf(errors, "scheduling:policy", s.Policy);
        OneOf(errors, "scheduling:when_user_busy", s.WhenUserBusy);
        if (!PoolNames.IsValid(s.DefaultPool))
            errors.Add($"'scheduling:default_pool' is '{s.DefaultPool}'; a pool's name is 1 to 32 of a-z, 0-9 and '-'.");
        foreach (var (name, pool) in s.Pools)
        {
            if (!PoolNames.IsValid(name))
                errors.Add($"'scheduling:pools' names a pool '{name}'; a pool's name is 1 to 32 of a-z, 0-9 and '-'.");
            var capacity = LimitsFromOptions.CapacityOf(o, name);
            if (pool.JobCost > capacity)
                errors.Add($"'scheduling:pools:{name}:job_cost' is {pool.JobCost}, more than the pool's capacity of {capacity}: no job could ever run.");
            else if ((long)pool.JobCost * pool.Shards > capacity)
                errors.Add($"'scheduling:pools:{name}:shards' is {pool.Shards}; with a capacity of {capacity} and a job_cost of {pool.JobCost} it is at most {capacity / pool.JobCost}: each needs room for a job.");
        }

        foreach (var id in s.Users.Keys.Where(id => !UserIds.IsValid(id)))
            errors.Add($"'scheduling:users' names a user '{id}'; a user id is 1 to 64 of a-z, 0-9, '-' and '_'.");
    }

    private static void Relations(TransVoxOptions o, List<string> errors)
    {
        if (o.Retry.MaxDelaySeconds < o.Retry.FirstDelaySeconds)
            errors.Add(Text($"'retry:max_delay_seconds' is {o.Retry.MaxDelaySeconds}; it cannot be less than 'retry:first_delay_seconds' ({o.Retry.FirstDelaySeconds})."));
        if (o.Retry.MaxBusySeconds < o.Retry.BusyDelaySeconds)
            errors.Add(Text($"'retry:max_busy_seconds' is {o.Retry.MaxBusySeconds}; it cannot be less than 'retry:busy_delay_seconds' ({o.Retry.BusyDelaySeconds})."));
        var waits = TimeSpan.FromSeconds((double)o.Concurrency.QueueTimeout + o.Review.TimeoutSeconds).TotalDays;
        if (o.Retention.InputsDays < waits && o.Retention.InputsDays > 0)
            errors.Add(Text($"'retention:inputs_days' is {o.Retention.InputsDays}; it cannot be less than 'concurrency:queue_timeout' and 'review:timeout_seconds' together ({waits:0.##} days): a waiting job would lose its video."));
        if (o.Retention.WorkDays < waits && o.Retention.WorkDays > 0)
            errors.Add(Text($"'retention:work_days' is {o.Retention.WorkDays}; it cannot be less than 'concurrency:queue_timeout' and 'review:timeout_seconds' together ({waits:0.##} days): a job under review would lose its results."));
        if (o.Concurrency.MaxJobsPerUser > o.Limits.MaxQueueSize + o.Concurrency.MaxGlobalJobs)
            errors.Add($"'concurrency:max_jobs_per_user' is {o.Concurrency.MaxJobsPerUser}; it cannot be more than 'limits:max_queue_size' and 'concurrency:max_global_jobs' together ({o.Limits.MaxQueueSize + o.Concurrency.MaxGlobalJobs}).");
    }

    private static void Outbound(TransVoxOptions o, List<string> errors)
    {
        foreach (var network in o.Outbound.AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
            errors.Add($"'outbound:allowed_networks' has '{network}'; a network is an address and the bits of its prefix, like 10.1.0.0/16 or fd00:1::/64.");
        if (o.Webhooks.Delays.Count > 20 || o.Webhooks.Delays.Any(delay => !(delay is >= 0.01 and <= 86_400)))
            errors.Add("'webhooks:retry_delays_seconds' has up to 20 delays of 0.01 to 86400 seconds.");
    }

    private static void Containers(StorageOptions s, List<string> errors)
    {
        (string Key, string Value)[] containers =
        [
            ("storage:input_container", s.InputContainer), ("storage:output_container", s.OutputContainer),
            ("storage:work_container", s.WorkContainer), ("storage:system_container", s.SystemContainer),
        ];
        foreach (var (key, value) in containers)
        {
            if (!ContainerName().IsMatch(value))
                errors.Add($"'{key}' is '{value}'; a container's name is 3 to 63 of a-z, 0-9 and '-', beginning with a letter or digit.");
        }

        foreach (var same in containers.GroupBy(c => c.Value).Where(g => g.Count() > 1))
            errors.Add($"{string.Join(" and ", same.Select(c => $"'{c.Key}'"))} are both '{same.Key}'; each needs a container of its own.");
    }

    private static void OneOf<T>(List<string> errors, string key, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            errors.Add($"'{key}' is '{value}'; allowed are {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z0-9](?:-?[a-z0-9]){2,62}\z")]
    private static partial Regex ContainerName();
}
