using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>Each kind of bad upload has its code, at probe or extract, before anything queues.</summary>
public sealed class BadInputTests(VideoFixture videos) : IClassFixture<VideoFixture>
{
    private static readonly DubbingOptions Spanish = new() { TargetLanguage = "es" };

    [Theory]
    [InlineData("empty", ErrorCodes.EmptyFile)]
    [InlineData("random", ErrorCodes.UnreadableMedia)]
    [InlineData("playlist", ErrorCodes.UnsupportedContainer)]
    [InlineData("concat", ErrorCodes.UnsupportedContainer)]
    [InlineData("image-list", ErrorCodes.UnreadableMedia)]
    [InlineData("cut", ErrorCodes.TruncatedMedia)]
    [InlineData("no-index", ErrorCodes.TruncatedMedia)]
    [InlineData("no-audio", ErrorCodes.NoAudio)]
    [InlineData("no-video", ErrorCodes.NoVideo)]
    [InlineData("silent", ErrorCodes.NoSpeech)]
    public async Task Bad_uploads_are_rejected_with_their_code(string file, string code)
    {
        var failure = await Assert.ThrowsAsync<StageException>(() => ProbeAndExtractAsync(file, PipelineHost.Limits));
        Assert.Equal((code, Retryability.Never), (failure.Code, failure.Retry));
        Assert.DoesNotContain("/tmp", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_claims_more_than_there_is_is_not_believed()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = videos.File("lying") };
        var probe = await host.RunAsync(Stage.Probe, directory.Path, artifacts, Spanish);
        Assert.InRange(probe.Media!.Duration, 18.5, 19.5);
        Assert.Contains("The file says that it lasts", Assert.Single(probe.Warnings!), StringComparison.Ordinal);
        await host.RunAsync(Stage.Extract, directory.Path, artifacts, Spanish);
    }

    [Fact]
    public async Task Brought_cues_are_fitted_to_the_video_when_its_length_is_known()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = videos.File("tone"), [Artifacts.Brought] = directory.File("own.json") };
        async Task<StageResult> ProbeAsync(params Cue[] cues)
        {
            await PipelineJson.WriteAsync(artifacts[Artifacts.Brought], new Transcript("en", null, cues, ["Said before."]), CancellationToken.None);
            return await host.RunAsync(Stage.Probe, directory.Path, artifacts, Spanish);
        }

        var result = await ProbeAsync(new Cue(1, 1, 2, "In."), new Cue(2, 20, 22, "Too late."));
        Assert.Equal("Said before.", result.Warnings![0]);
        Assert.Contains("cue 2 at 00:00:20.000 “Too late.”", result.Warnings[1], StringComparison.Ordinal);
        Assert.Equal("In.", Assert.Single((await PipelineJson.ReadAsync<Transcript>(result.Outputs[Artifacts.Transcript], CancellationToken.None)).Cues).Text);
        var refused = await Assert.ThrowsAsync<StageException>(() => ProbeAsync(new Cue(1, 20, 22, "Too late.")));
        Assert.Equal(ErrorCodes.InvalidSubtitles, refused.Code);
    }

    [Fact]
    public async Task A_sound_without_speech_is_told_by_recognition()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = videos.File("tone") };
        foreach (var stage in new[] { Stage.Probe, Stage.Extract, Stage.Separate })
        {
            await host.RunAsync(stage, directory.Path, artifacts, Spanish);
        }

        var failure = await Assert.ThrowsAsync<StageException>(() => host.RunAsync(Stage.Transcribe, directory.Path, artifacts, Spanish));
        Assert.Equal((ErrorCodes.NoSpeech, Retryability.Never), (failure.Code, failure.Retry));
    }

    [Fact]
    public async Task Sizes_and_lengths_are_limited()
    {
        var large = await Assert.ThrowsAsync<StageException>(() => ProbeAndExtractAsync("no-audio", new MediaLimits(1000, TimeSpan.FromHours(1))));
        Assert.Equal(ErrorCodes.TooLarge, large.Code);
        var tooLong = await Assert.ThrowsAsync<StageException>(() => ProbeAndExtractAsync("tone", new MediaLimits(1 << 30, TimeSpan.FromSeconds(2))));
        Assert.Equal(ErrorCodes.TooLong, tooLong.Code);
    }

    [Fact]
    public async Task Requests_are_checked_before_anything_runs()
    {
        await using var host = new PipelineHost();
        string Rejects(string code, DubbingOptions options)
        {
            var e = Assert.Throws<StageException>(() => host.Stages.Validate(options));
            Assert.Equal(code, e.Code);
            return e.Message;
        }

        host.Stages.Validate(Spanish);
        host.Stages.Validate(Spanish with { Voice = "es-419+f3" });
        Rejects(ErrorCodes.UnsupportedLanguage, Spanish with { TargetLanguage = "xx" });
        Rejects(ErrorCodes.UnsupportedLanguage, Spanish with { TargetLanguage = "../es" });
        Assert.Contains("Languages of videos: en", Rejects(ErrorCodes.UnsupportedLanguage, new DubbingOptions { SourceLanguage = "fr", TargetLanguage = "es" }), StringComparison.Ordinal);
        // Beside whatever else of Debian's pairs is installed.
        Assert.Matches("From 'en' there is: (ca[a-z0-9-]*, )*es", Rejects(ErrorCodes.UnsupportedPair, Spanish with { TargetLanguage = "ja" }));
        Rejects(ErrorCodes.UnsupportedPair, Spanish with { TargetLanguage = "en" });
        Assert.Contains("es, es-419", Rejects(ErrorCodes.UnknownVoice, Spanish with { Voice = "-w/etc/passwd" }), StringComparison.Ordinal);
        Rejects(ErrorCodes.UnknownVoice, Spanish with { Voice = "fr" });
        Rejects(ErrorCodes.UnknownVoice, Spanish with { Voice = "es+nobody" });
        Rejects(ErrorCodes.InvalidRequest, Spanish with { Speed = double.NaN });
    }

    private async Task ProbeAndExtractAsync(string file, MediaLimits limits)
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        var inputs = new Dictionary<string, string> { [Artifacts.Source] = videos.File(file) };
        var probe = await host.Stages.RunAsync(
            new StageRequest(Stage.Probe, directory.Sub("probe"), inputs, Spanish, limits), new Progress<StageProgress>(), CancellationToken.None);
        inputs[Artifacts.MediaInfo] = probe.Outputs[Artifacts.MediaInfo];
        await host.Stages.RunAsync(
            new StageRequest(Stage.Extract, directory.Sub("extract"), inputs, Spanish, limits), new Progress<StageProgress>(), CancellationToken.None);
    }
}
