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
        Ranges(options, errors);
        Scheduling(options, errors);
        Relations(options, errors);
        Containers(options.Storage, errors);
        Outbound(options, errors);
        SourceOptionsRules.Check(options.Source, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Ranges(TransVoxOptions o, List<string> errors)
    {
        InRange(errors, "concurrency:max_global_jobs", o.Concurrency.MaxGlobalJobs, 1, 1000);
        InRange(errors, "concurrency:max_jobs_per_user", o.Concurrency.MaxJobsPerUser, 1, 1000);
        InRange(errors, "concurrency:media_stages", o.Concurrency.MediaStages, 0, 1000);
        InRange(errors, "concurrency:queue_timeout", o.Concurrency.QueueTimeout, 1, 604_800, "seconds");
        InRange(errors, "limits:max_video_size_mb", o.Limits.MaxVideoSizeMb, 1, 102_400);
        InRange(errors, "limits:max_video_duration_minutes", o.Limits.MaxVideoDurationMinutes, 1, 1440);
        InRange(errors, "limits:max_queue_size", o.Limits.MaxQueueSize, 1, 100_000);
        InRange(errors, "review:timeout_seconds", o.Review.TimeoutSeconds, 1, 5_184_000, "seconds");
        InRange(errors, "retry:max_attempts", o.Retry.MaxAttempts, 1, 20);
        InRange(errors, "retry:first_delay_seconds", o.Retry.FirstDelaySeconds, 0.01, 3600, "seconds");
        InRange(errors, "retry:max_delay_seconds", o.Retry.MaxDelaySeconds, 0.01, 3600, "seconds");
        InRange(errors, "retry:busy_delay_seconds", o.Retry.BusyDelaySeconds, 0.01, 600, "seconds");
        InRange(errors, "retry:max_busy_seconds", o.Retry.MaxBusySeconds, 1, 86_400, "seconds");
        InRange(errors, "retry:poison_after", o.Retry.PoisonAfter, 1, 20);
        InRange(errors, "retry:cancel_grace_seconds", o.Retry.CancelGraceSeconds, 1, 3600, "seconds");
        InRange(errors, "retention:inputs_days", o.Retention.InputsDays, 0.001, 3650, "days");
        InRange(errors, "retention:work_days", o.Retention.WorkDays, 0.001, 3650, "days");
        InRange(errors, "retention:outputs_days", o.Retention.OutputsDays, 0.001, 3650, "days");
        InRange(errors, "retention:jobs_days", o.Retention.JobsDays, 0.001, 3650, "days");
        InRange(errors, "retention:deliveries_days", o.Retention.DeliveriesDays, 2, 3650, "days");
        InRange(errors, "webhooks:max_per_user", o.Webhooks.MaxPerUser, 0, 100);
        InRange(errors, "webhooks:timeout_seconds", o.Webhooks.TimeoutSeconds, 0.1, 60, "seconds");
        InRange(errors, "source:max_at_once", o.Source.MaxAtOnce, 1, 100);
        InRange(errors, "source:timeout_minutes", o.Source.TimeoutMinutes, 0.01, 1440, "minutes");
        InRange(errors, "source:stall_seconds", o.Source.StallSeconds, 0.1, 600, "seconds");
        InRange(errors, "source:minimum_bytes_per_second", o.Source.MinimumBytesPerSecond, 1, 1_000_000_000);
        InRange(errors, "storage:cache_size_mb", o.Storage.CacheSizeMb, 0, 10_000_000);
        InRange(errors, "storage:upload_link_hours", o.Storage.UploadLinkHours, 0.05, 168, "hours");
    }

    private static void Scheduling(TransVoxOptions o, List<string> errors)
    {
        var s = o.Scheduling;
        OneOf(errors, "scheduling:policy", s.Policy);
        OneOf(errors, "scheduling:when_user_busy", s.WhenUserBusy);
        InRange(errors, "scheduling:half_life_seconds", s.HalfLifeSeconds, 1, 2_592_000, "seconds");
        InRange(errors, "scheduling:max_overtake_seconds", s.MaxOvertakeSeconds, 0, 604_800, "seconds");
        InRange(errors, "scheduling:large_job_patience_seconds", s.LargeJobPatienceSeconds, 0, 604_800, "seconds");
        if (!PoolNames.IsValid(s.DefaultPool))
            errors.Add($"'scheduling:default_pool' is '{s.DefaultPool}'; a pool's name is 1 to 32 of a-z, 0-9 and '-'.");
        foreach (var (name, pool) in s.Pools)
        {
            if (!PoolNames.IsValid(name))
                errors.Add($"'scheduling:pools' names a pool '{name}'; a pool's name is 1 to 32 of a-z, 0-9 and '-'.");
            InRange(errors, $"scheduling:pools:{name}:capacity", pool.Capacity, 1, 100_000);
            InRange(errors, $"scheduling:pools:{name}:job_cost", pool.JobCost, 1, 100_000);
            if (pool.JobCost > pool.Capacity)
                errors.Add($"'scheduling:pools:{name}:job_cost' is {pool.JobCost}, more than the pool's capacity of {pool.Capacity}: no job could ever run.");
        }

        foreach (var (id, user) in s.Users)
        {
            if (!UserIds.IsValid(id))
                errors.Add($"'scheduling:users' names a user '{id}'; a user id is 1 to 64 of a-z, 0-9, '-' and '_'.");
            if (user.MaxJobs is { } jobs)
                InRange(errors, $"scheduling:users:{id}:max_jobs", jobs, 1, 1000);
            if (user.Weight is { } weight)
                InRange(errors, $"scheduling:users:{id}:weight", weight, 0.01, 1000);
        }
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

        if (s.MinFreeMb < 0)
            errors.Add($"'storage:min_free_mb' is {s.MinFreeMb}; it is the megabytes that stay free, 0 or more.");
        foreach (var same in containers.GroupBy(c => c.Value).Where(g => g.Count() > 1))
            errors.Add($"{string.Join(" and ", same.Select(c => $"'{c.Key}'"))} are both '{same.Key}'; each needs a container of its own.");
    }

    private static void OneOf<T>(List<string> errors, string key, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            errors.Add($"'{key}' is '{value}'; allowed are {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
    }

    private static void InRange(List<string> errors, string key, double value, double min, double max, string? unit = null)
    {
        if (!(value >= min && value <= max))
            errors.Add(Text($"'{key}' is {value}; allowed is {min} to {max}{(unit is null ? "" : " " + unit)}."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z0-9](?:-?[a-z0-9]){2,62}\z")]
    private static partial Regex ContainerName();
}
