using Microsoft.Extensions.Options;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>Several profiles in one service.</summary>
public sealed class ProfileTests
{
    private static readonly (string, string)[] Two =
    [
        ("profiles:0:name", "plain"), ("profiles:0:profile", "embedded"),
        ("profiles:1:name", "server"), ("profiles:1:profile", "openai-local"), ("profiles:1:pool", "remote"), ("profiles:1:maxVideoMinutes", "30"),
        ("profiles:1:description", "By a server."), ("profiles:1:settings:server", "http://127.0.0.1:1/v1"),
    ];

    [Fact]
    public async Task Each_has_its_engines_and_says_what_they_can()
    {
        await using var host = new PipelineHost(Two);
        var catalogue = host.Stages.Catalogue;
        Assert.Equal(["plain", "server"], catalogue.Profiles!.Select(profile => profile.Name));
        Assert.Equal(("By a server.", "remote", 30), (catalogue.Profiles![1].Description, catalogue.Profiles[1].Pool, catalogue.Profiles[1].MaxVideoMinutes));
        Assert.StartsWith("Programs of Debian packages", catalogue.Profiles[0].Description, StringComparison.Ordinal);
        Assert.Equal(["es", "es-419"], catalogue.Profiles[1].Languages.VoicesOf("es"));
        // The first is the default, and what a client that knows no profiles sees.
        Assert.Equal(catalogue.Profiles[0].Languages.VoiceVariants, catalogue.VoiceVariants);
        Assert.Equal("plain", host.Stages.ProfileOf(new DubbingOptions { TargetLanguage = "es" }).Name);

        var (plain, server) = (Options(null), Options("server"));
        Assert.True(host.Stages.Describe(Stage.Transcribe, plain).UsesGpu);
        Assert.False(host.Stages.Describe(Stage.Transcribe, server).UsesGpu);
        Assert.NotEqual(host.Stages.Describe(Stage.Transcribe, plain).Fingerprint, host.Stages.Describe(Stage.Transcribe, server).Fingerprint);
        Assert.Equal(host.Stages.Describe(Stage.Mix, plain).Fingerprint, host.Stages.Describe(Stage.Mix, server).Fingerprint);
        host.Stages.Validate(plain with { Voice = "es+f3" });
        Assert.Equal(ErrorCodes.UnknownVoice, Assert.Throws<StageException>(() => host.Stages.Validate(server with { Voice = "es+f3" })).Code);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1", false)]
    [InlineData("http://localhost:1/v1", false)]
    [InlineData("https://api.example.com/v1", true)]
    [InlineData("http://10.0.0.7:1/v1", true)]
    public async Task Servers_of_other_machines_are_told_from_this_ones(string address, bool leaves)
    {
        await using var host = new PipelineHost([.. Two.SkipLast(1), ("profiles:1:settings:server", address)]);
        Assert.Equal((false, leaves), (host.Stages.ProfileOf(Options("plain")).Languages.LeavesMachine, host.Stages.ProfileOf(Options("server")).Languages.LeavesMachine));
    }

    [Fact]
    public async Task One_that_is_not_there_is_refused_with_those_that_are()
    {
        await using var host = new PipelineHost(Two);
        var error = Assert.Throws<StageException>(() => host.Stages.Validate(Options("gold")));
        Assert.Equal((ErrorCodes.InvalidRequest, Retryability.Never), (error.Code, error.Retry));
        Assert.Contains("plain, server", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_with_one_profile_says_nothing_of_profiles()
    {
        await using var host = new PipelineHost();
        Assert.Null(host.Stages.Catalogue.Profiles);
        Assert.Equal("embedded", host.Stages.ProfileOf(Options("embedded")).Name);
    }

    [Theory]
    [InlineData("profiles:1:name", "plain", "'plain' 2 times")]
    [InlineData("profiles:1:name", "Über", "engines.profiles has the name 'Über'")]
    [InlineData("profiles:1:profile", "gold", "engines.profile is 'gold'")]
    [InlineData("profiles:1:maxVideoMinutes", "0", "engines.profiles.server.maxVideoMinutes is 0; it must be between 1 and 1440")]
    [InlineData("profiles:1:stages:Translate:server:requests", "65", "engines.profiles.server.stages.Translate.server.requests is 65; it must be between 1 and 64")]
    [InlineData("profiles:1:stages:Translate:server:address", "ftp://x", "Translate.server.address is 'ftp://x'")]
    [InlineData("profiles:1:stages:Translate:server:address", "https://me:secret@x", "(not shown)")]
    [InlineData("profiles:1:stages:Translate:server:address", "{setting:nowhere}", "'{setting:nowhere}'")]
    [InlineData("profiles:1:stages:Translate:server:model", "", "Translate.server.model is empty")]
    [InlineData("profiles:1:stages:Translate:server:keyFile", "/key", "name one")]
    [InlineData("profiles:1:stages:Transcribe:server:format", "srt", "format is 'srt'; it must be one of verbose_json")]
    [InlineData("profiles:1:stages:Mix:engine", "OpenAi", "servers do the stages Transcribe, Translate and Synthesize")]
    public void A_wrong_value_stops_the_host_with_its_key(string key, string value, string message)
    {
        using var host = new PipelineHost([.. Two.Where(setting => setting.Item1 != key), ("settings:key", "SOME_KEY"), (key, value)]);
        var error = Assert.Throws<OptionsValidationException>(() => host.Stages);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static DubbingOptions Options(string? profile) => new() { TargetLanguage = "es", Profile = profile };
}
