namespace TransVox.Cli.Tests;

/// <summary>The launcher <c>./transvox</c>: what it starts ends with it, however it ends.</summary>
public sealed class LauncherTests : IDisposable
{
    private static readonly string Launcher = Path.Combine(RepositoryPaths.Root, "transvox");
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RunningProgram.SigInt, 130)]
    [InlineData(RunningProgram.SigTerm, 143)]
    [InlineData(RunningProgram.SigKill, 137)]
    public async Task Up_leaves_no_process_behind(int signal, int exitCode)
    {
        await using var up = Start("up", "--port", "0");
        await up.WaitForOutputAsync("TransVox is ready", StartLimit);
        Assert.Equal(2, OwnProcesses().Count(process => process.Contains("transvox-host.dll", StringComparison.Ordinal) || process.Contains("azurite", StringComparison.Ordinal)));

        up.Signal(signal);
        var result = await up.WaitAsync();

        Assert.Equal(exitCode, result.ExitCode);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_demo_that_is_killed_in_the_middle_of_a_stage_leaves_no_process_behind()
    {
        await using var demo = Start("demo", "--out", _folder.File("out"));
        await demo.WaitForOutputAsync("Running: Transcribe", StartLimit);
        await Eventually.IsTrueAsync("the recognizer runs", () => OwnProcesses().Any(process => process.Contains("pocketsphinx", StringComparison.Ordinal)));

        demo.Signal(RunningProgram.SigTerm);
        await demo.WaitAsync();

        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_demo_ends_with_the_files_the_time_and_no_process()
    {
        await using var demo = Start("demo", "--out", _folder.File("out"));

        var result = await demo.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("real-time factor", result.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder.File("out/dubbed.mp4")).Length > 50_000);
        Assert.Contains("-->", await File.ReadAllTextAsync(_folder.File("out/subtitles.es.srt")), StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_second_start_on_the_same_data_is_refused_and_commands_find_the_first()
    {
        await using var up = Start("up", "--port", "0");
        await up.WaitForOutputAsync("TransVox is ready", StartLimit);

        var second = await RunAsync("up", "--port", "0");
        var queue = await RunAsync("queue", "--json");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("already running on http://127.0.0.1:", second.Errors, StringComparison.Ordinal);
        Assert.True(queue.ExitCode == 0, queue.Errors);
        Assert.Contains("\"pools\"", queue.Output, StringComparison.Ordinal);
        up.Signal(RunningProgram.SigTerm);
        await up.WaitAsync();
        await NothingIsLeftAsync();
        Assert.False(File.Exists(_folder.File("data/run/url")));
    }

    [Fact]
    public async Task A_host_that_cannot_start_says_why_and_leaves_nothing()
    {
        var result = await RunningProgram.RunAsync(
            Launcher, ["up", "--port", "0"], Environment(("concurrency__max_global_jobs", "-1")), within: StartLimit);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("max_global_jobs", result.Errors, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [Theory]
    [InlineData("up", "--port", "99999")]
    [InlineData("up", "--nonsense", "")]
    [InlineData("demo", "no-such-video.mp4", "--to")]
    [InlineData("bench", "crash", "--nonsense")]
    public async Task A_wrong_option_is_told_and_starts_nothing(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.NotEqual(0, result.ExitCode);
        Assert.StartsWith("transvox: ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(OwnProcesses());
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var result = await RunAsync("help");

        Assert.Equal(0, result.ExitCode);
        foreach (var command in (string[])["demo", "up", "test", "bench", "models", "doctor", "submit", "watch", "review", "quarantine"])
            Assert.Contains(command, result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_scripts_have_no_finding_of_shellcheck()
    {
        Skip.IfNot(File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed.");
        string[] scripts = [Launcher, Path.Combine(RepositoryPaths.Root, ".ci", "run"), .. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "scripts"), "*.sh", SearchOption.AllDirectories)];

        var result = await RunningProgram.RunAsync("shellcheck", ["-x", .. scripts]);

        Assert.Equal("", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    private RunningProgram Start(params string[] arguments) => RunningProgram.Start(Launcher, arguments, Environment());

    private Task<ProgramResult> RunAsync(params string[] arguments) => RunningProgram.RunAsync(Launcher, arguments, Environment());

    private Dictionary<string, string?> Environment(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string?>
        {
            ["TRANSVOX_DATA"] = _folder.File("data"),
            ["TRANSVOX_SKIP_SETUP"] = "1",
            ["TRANSVOX_URL"] = null,
            ["AzureWebJobsStorage"] = null,
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        return environment;
    }

    private Task NothingIsLeftAsync() =>
        Eventually.IsTrueAsync($"nothing is left of {string.Join(" | ", OwnProcesses())}", () => OwnProcesses().Count == 0, TimeSpan.FromSeconds(20));

    /// <summary>Command lines of the processes that carry this test's data folder in their environment or arguments.</summary>
    private List<string> OwnProcesses()
    {
        var found = new List<string>();
        foreach (var process in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if ((command + File.ReadAllText(Path.Combine(process, "environ"))).Contains(_folder.Path, StringComparison.Ordinal))
                    found.Add(command);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is another user's.
            }
        }

        return found;
    }
}
