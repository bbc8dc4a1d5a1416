using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Configuration;

public sealed class OptionsTests
{
    public static TheoryData<string> Files => ["transvox.json", "config/transvox.small.json", "config/transvox.team.json", "config/transvox.public.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Shipped_files_are_valid(string file)
    {
        var options = Bind(b => b.AddJsonFile(Path.Combine(RepositoryPaths.Root, file)));
        Assert.Empty(Errors(options));
        Assert.NotEqual(0, options.Concurrency.MaxGlobalJobs);
    }

    [Fact]
    public void A_pool_that_a_profile_names_must_exist()
    {
        var options = new TransVoxOptions { Scheduling = new() { Pools = { ["remote"] = new() } } };
        var validator = new ProfilePoolsValidator(Options.Create(options));
        Assert.True(validator.Validate(null, new() { Profiles = { new() { Name = "a", Pool = "remote" }, new() { Name = "b", Pool = "default" }, new() { Name = "c" } } }).Succeeded);
        var failure = validator.Validate(null, new() { Profiles = { new() { Name = "hosted", Pool = "gold" } } });
        Assert.Equal("engines.profiles.hosted.pool is 'gold'; it must be one of the pools: default, remote.", failure.FailureMessage);
    }

    [Fact]
    public void Defaults_are_valid_and_are_those_of_the_shipped_file()
    {
        Assert.Empty(Errors(new TransVoxOptions()));
        var shipped = LimitsFromOptions.Create(Bind(b => b.AddJsonFile(Path.Combine(RepositoryPaths.Root, "transvox.json"))));
        var defaults = LimitsFromOptions.Create(new TransVoxOptions());
        Assert.Equal(defaults with { Pools = shipped.Pools, Users = shipped.Users }, shipped);
    }

    [Theory]
    [InlineData("concurrency:max_global_jobs", "0", "'concurrency:max_global_jobs' is 0; allowed is 1 to 1000.")]
    [InlineData("concurrency:queue_timeout", "-5", "'concurrency:queue_timeout' is -5; allowed is 1 to 604800 seconds.")]
    [InlineData("limits:max_queue_size", "0", "'limits:max_queue_size' is 0; allowed is 1 to 100000.")]
    [InlineData("retry:max_delay_seconds", "1", "'retry:max_delay_seconds' is 1; it cannot be less than 'retry:first_delay_seconds' (5).")]
    [InlineData("retention:inputs_days", "1", "'retention:inputs_days' is 1; it cannot be less than 'concurrency:queue_timeout' and 'review:timeout_seconds' together (3.04 days): a waiting job would lose its video.")]
    [InlineData("scheduling:pools:big:shards", "2", "'scheduling:pools:big:shards' is 2; with a capacity of 1 and a job_cost of 1 it is at most 1: each needs room for a job.")]
    [InlineData("scheduling:pools:default:shards", "4", "'scheduling:pools:default:shards' is 4; with a capacity of 3 and a job_cost of 1 it is at most 3: each needs room for a job.")]
    [InlineData("scheduling:pools:big:job_cost", "9", "'scheduling:pools:big:job_cost' is 9, more than the pool's capacity of 1: no job could ever run.")]
    [InlineData("scheduling:users:Bad One:max_jobs", "2", "'scheduling:users' names a user 'Bad One'; a user id is 1 to 64 of a-z, 0-9, '-' and '_'.")]
    [InlineData("source:enabled", "true", "'source:enabled' is true and 'source:allowed_hosts' is empty: name the hosts to fetch from, or '*' for every public one.")]
    [InlineData("source:allowed_hosts:0", "https://example.com", "'source:allowed_hosts' has 'https://example.com'; a host is a name like media.example.com, '*.example.com' for all names below it, either with a port like ':8443', or '*'.")]
    [InlineData("source:allowed_hosts:0", "*example.com", "'source:allowed_hosts' has '*example.com'; a host is a name like media.example.com, '*.example.com' for all names below it, either with a port like ':8443', or '*'.")]
    [InlineData("source:allowed_hosts:0", "a\uFFFD.example", "'source:allowed_hosts' has 'a\uFFFD.example'; a host is a name like media.example.com, '*.example.com' for all names below it, either with a port like ':8443', or '*'.")]
    [InlineData("source:yt_dlp:enabled", "true", "'source:yt_dlp:enabled' is true and 'source:enabled' is not: nothing would be fetched.")]
    [InlineData("source:stall_seconds", "0", "'source:stall_seconds' is 0; allowed is 0.1 to 600 seconds.")]
    [InlineData("storage:min_free_mb", "-1", "'storage:min_free_mb' is -1; allowed is 0 to 2147483647.")]
    [InlineData("scheduling:pools:big:capacity", "0", "'scheduling:pools:big:capacity' is 0; allowed is 1 to 100000.")]
    [InlineData("scheduling:users:ann:weight", "0", "'scheduling:users:ann:weight' is 0; allowed is 0.01 to 1000.")]
    [InlineData("storage:input_container", "output", "'storage:input_container' and 'storage:output_container' are both 'output'; each needs a container of its own.")]
    public void A_wrong_value_is_named_with_what_is_allowed(string key, string value, string message)
    {
        var options = Bind(b => b.AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }));
        Assert.Contains(message, Errors(options));
    }

    [Fact]
    public void The_default_pool_follows_max_global_jobs_unless_it_is_changed_itself()
    {
        var current = LimitsFromOptions.Create(new TransVoxOptions()) with { Pools = new Dictionary<string, PoolLimits> { ["default"] = new(3, PoolMode.Paused) } };
        var followed = LimitsRules.FollowDefaultPool(current, current with { MaxGlobalJobs = 5 }, "default");
        Assert.Equal(new PoolLimits(5, PoolMode.Paused), followed.Pools["default"]);
        var own = current with { MaxGlobalJobs = 5, Pools = new Dictionary<string, PoolLimits> { ["default"] = new(4) } };
        Assert.Equal(4, LimitsRules.FollowDefaultPool(current, own, "default").Pools["default"].Capacity);
    }

    [Fact]
    public void A_pool_keeps_room_for_a_job()
    {
        var options = Bind(b => b.AddInMemoryCollection(new Dictionary<string, string?> { ["scheduling:pools:default:job_cost"] = "2" }));
        Assert.Empty(Errors(options));
        var limits = LimitsFromOptions.Create(options);
        LimitsRules.RequireRoom(limits with { MaxGlobalJobs = 2 }, options.Scheduling);
        var refused = Assert.Throws<RequestException>(() => LimitsRules.RequireRoom(limits with { MaxGlobalJobs = 1 }, options.Scheduling));
        Assert.Contains("'pools.default.capacity' is 1; allowed is 2 to 100000", refused.Message, StringComparison.Ordinal);
    }

    private static TransVoxOptions Bind(Action<ConfigurationBuilder> add)
    {
        var builder = new ConfigurationBuilder();
        add(builder);
        return builder.Build().Get<TransVoxOptions>() ?? new TransVoxOptions();
    }

    private static IEnumerable<string> Errors(TransVoxOptions options) =>
        new TransVoxOptionsValidator().Validate(null, options).Failures ?? [];
}
