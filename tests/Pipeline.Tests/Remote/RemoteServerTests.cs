using System.Diagnostics;
using System.Net;
using TransVox.ModelServer.Faults;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>How servers are asked: how often, how many at a time, how long, and with which key.</summary>
public sealed class RemoteServerTests
{
    private const string Key = "sk-secret-7f3a";
    private static readonly string[] Lines = ["The river is long.", "The house is big."];

    [Fact]
    public async Task A_server_that_names_a_time_is_asked_again_then_and_not_before()
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(FaultKind.Status, Status: 429, RetryAfter: 2, Times: 1));
        await stages.TranslateAsync(Lines);
        var seen = stages.Server.Requests.All;
        Assert.Equal(2, seen.Count);
        Assert.InRange(seen[1].Seconds - seen[0].Seconds, 2, 4);
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_long_is_left_to_the_job()
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(FaultKind.Status, Status: 429, RetryAfter: 600));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranslateAsync(Lines));
        Assert.Equal((ErrorCodes.EngineBusy, Retryability.Busy), (error.Code, error.Retry));
        Assert.Single(stages.Server.Requests.All);
    }

    [Theory]
    [InlineData(429, """You exceeded your current quota: insufficient_quota""")]
    [InlineData(403, "No.")]
    [InlineData(404, "No such model.")]
    [InlineData(400, "Too odd.")]
    public async Task What_no_repetition_helps_is_not_repeated(int status, string body)
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(FaultKind.Status, Status: status, Body: body));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranslateAsync(Lines));
        Assert.Equal((ErrorCodes.EngineRefused, Retryability.Never), (error.Code, error.Retry));
        Assert.Contains(body, error.LogTail, StringComparison.Ordinal);
        Assert.Single(stages.Server.Requests.All);
    }

    [Fact]
    public async Task No_more_requests_run_at_a_time_than_the_stage_allows()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"Esta es la frase número {i}.").ToList();
        await using var stages = await RemoteStages.StartAsync(null, ("stages:Transcribe:server:requests", "2"), ("stages:Synthesize:server:requests", "8"));
        await stages.SpeakAsync(lines);
        // One server, two stages: the smaller number holds.
        Assert.Equal(2, stages.Server.Requests.All.Max(request => request.AtATime));
    }

    [Theory]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.Drip)]
    public async Task An_answer_over_its_time_limit_ends_the_request(FaultKind kind)
    {
        await using var stages = await RemoteStages.StartAsync(settings: ("stages:Translate:server:answerSeconds", "1"));
        stages.Server.Faults.Set(new Fault(kind));
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranslateAsync(Lines));
        Assert.Equal((ErrorCodes.EngineTimeout, Retryability.Transient), (error.Code, error.Retry));
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 10);
        await Eventually.HoldsAsync(() => stages.Server.Requests.Now == 0, "the server is left alone");
    }

    [Theory]
    [InlineData(FaultKind.Hang)]
    [InlineData(FaultKind.Drip)]
    [InlineData(FaultKind.Status)]
    public async Task Cancel_ends_the_request_and_the_wait_for_the_next(FaultKind kind)
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(kind, Status: 429, RetryAfter: 50));
        using var cancel = new CancellationTokenSource();
        var run = stages.TranslateAsync(Lines, cancel.Token);
        await Eventually.HoldsAsync(() => stages.Server.Requests.All.Count == 1, "the request has come");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.HoldsAsync(() => stages.Server.Requests.Now == 0, "the server is left alone");
        Assert.Single(stages.Server.Requests.All);
    }

    [Fact]
    public async Task A_server_that_does_not_run_is_told_so()
    {
        await using var host = new PipelineHost(("profile", "openai-local"), ("settings:server", "http://127.0.0.1:1/v1"), ("stages:Translate:server:attempts", "2"));
        using var directory = new TempDirectory();
        await PipelineJson.WriteAsync(directory.File("transcript"), new Transcript("en", null, [new Cue(1, 0, 2, "Hello.")]), default);
        var error = await Assert.ThrowsAsync<StageException>(() => host.RunAsync(
            Stage.Translate, directory.Path, new() { [Artifacts.Transcript] = directory.File("transcript") }, new DubbingOptions { TargetLanguage = "es" }));
        Assert.Equal((ErrorCodes.EngineFailed, Retryability.Transient), (error.Code, error.Retry));
        Assert.Contains("does not answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_comes_from_the_environment_or_a_file_and_goes_nowhere_else()
    {
        using var secrets = new TempDirectory();
        File.WriteAllText(secrets.File("key"), Key + "\n");
        using var variable = new EnvironmentVariable("TRANSVOX_TEST_KEY", Key);
        await using var stages = await RemoteStages.StartAsync(
            Key,
            ("settings:key", variable.Name),
            ("stages:Synthesize:server:keyFile", secrets.File("key")),
            ("stages:Synthesize:server:keyVariable", ""));
        Assert.Empty(stages.Host.Stages.FindMissing());
        var (_, translated) = await stages.TranslateAsync(Lines);
        var spoken = await stages.SpeakAsync(["Hola, amigo."]);
        Assert.All(stages.Server.Requests.All, request => Assert.Equal("Bearer " + Key, request.Authorization));

        // Replaced while the service runs, and refused from then on by a server that repeats it.
        const string Wrong = "sk-wrong-91bc";
        File.WriteAllText(secrets.File("key"), Wrong);
        var refused = await Assert.ThrowsAsync<StageException>(() => stages.SpeakAsync(["Adiós."]));
        Assert.Equal((ErrorCodes.EngineRefused, Retryability.Never), (refused.Code, refused.Retry));
        Assert.Contains("Incorrect API key provided: (key).", refused.LogTail, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, refused.ToString(), StringComparison.Ordinal);

        foreach (var path in Directory.EnumerateFiles(stages.Directory, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Key, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Key, string.Join('|', [translated.Engine, spoken.Engine, .. translated.Warnings ?? [], .. spoken.Warnings ?? []]), StringComparison.Ordinal);
        Assert.All(EngineStages.All, stage => Assert.DoesNotContain(
            Key, stages.Host.Stages.Describe(stage, new DubbingOptions { TargetLanguage = "es" }).Fingerprint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_missing_before_a_job_needs_it()
    {
        await using var host = new PipelineHost(("profile", "openai-local"), ("settings:key", "TRANSVOX_TEST_NO_SUCH_KEY"));
        Assert.Equal(
            [Stage.Transcribe, Stage.Translate, Stage.Synthesize],
            host.Stages.FindMissing().Where(part => part.Name == "variable TRANSVOX_TEST_NO_SUCH_KEY").Select(part => part.Stage));
    }

    [Fact]
    public async Task A_redirection_is_not_followed_with_the_key()
    {
        await using var stages = await RemoteStages.StartAsync();
        stages.Server.Faults.Set(new Fault(FaultKind.Status, Status: (int)HttpStatusCode.TemporaryRedirect));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranslateAsync(Lines));
        Assert.Equal(ErrorCodes.EngineRefused, error.Code);
        Assert.Single(stages.Server.Requests.All);
    }

    [Fact]
    public async Task An_answer_without_bound_is_broken_off()
    {
        await using var stages = await RemoteStages.StartAsync(settings: ("stages:Translate:server:attempts", "1"));
        stages.Server.Faults.Set(new Fault(FaultKind.Status, Status: 200, Body: new string('x', 65 << 20)));
        var error = await Assert.ThrowsAsync<StageException>(() => stages.TranslateAsync(Lines));
        Assert.Equal((ErrorCodes.EngineFailed, Retryability.Transient), (error.Code, error.Retry));
    }

    private sealed class EnvironmentVariable : IDisposable
    {
        public EnvironmentVariable(string name, string value)
        {
            Name = name;
            Environment.SetEnvironmentVariable(name, value);
        }

        public string Name { get; }

        public void Dispose() => Environment.SetEnvironmentVariable(Name, null);
    }
}
