using System.Globalization;

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
        Assert.Equal(2, OwnProcesses().Count(process => IsHost(process) || process.Command.Contains("azurite", StringComparison.Ordinal)));

        up.Signal(signal);
        var result = await up.WaitAsync();

        Assert.Equal(exitCode, result.ExitCode);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_host_that_crashes_is_started_again_and_not_without_end()
    {
        await using var up = RunningProgram.Start(Launcher, ["up", "--port", "0"], Environment(("TRANSVOX_RESTARTS", "1")));
        await up.WaitForOutputAsync("TransVox is ready", StartLimit);

        await KillHostAsync();
        await up.WaitForOutputAsync("TransVox is ready again", StartLimit);
        var queue = await RunAsync("queue", "--json");
        await KillHostAsync();
        var result = await up.WaitAsync();

        Assert.True(queue.ExitCode == 0, queue.Errors);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ended with exit code 137; it is started again (1 of 1)", result.Errors, StringComparison.Ordinal);
        Assert.Contains("ended with exit code 137, after 1 restarts", result.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("data/logs/host.1.log")));
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_unit_for_systemd_names_the_launcher_and_the_data()
    {
        var result = await RunningProgram.RunAsync(Launcher, ["up", "--service", "--port", "5999"], Environment(("TRANSVOX_UNITS", _folder.File("my units"))));

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("enable --now transvox", result.Output, StringComparison.Ordinal);
        var unit = await File.ReadAllLinesAsync(_folder.File("my units/transvox.service"));
        Assert.Contains($"ExecStart=\"{Launcher}\" up --port 5999", unit);
        Assert.Contains($"\"TRANSVOX_DATA={_folder.File("data")}\"", unit.Single(line => line.StartsWith("Environment=", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Restart=on-failure", unit);
        Assert.Empty(OwnProcesses());
    }

    [Theory]
    [InlineData("transvox do", 1, "do", "doctor")]
    [InlineData("transvox can", 1, "can", "cancel")]
    [InlineData("transvox submit --subtitle-l", 2, "--subtitle-l", "--subtitle-language")]
    public async Task Bash_completes_commands_and_options(string line, int word, string start, string expected)
    {
        var script = $"source <('{Launcher}' completion bash); COMP_LINE='{line}' COMP_POINT={line.Length} COMP_CWORD={word}; _transvox transvox '{start}'; printf '%s\n' \"${{COMPREPLY[@]}}\"";

        var result = await RunningProgram.RunAsync("bash", ["-c", script], Environment());

        Assert.Equal(expected, result.Output.Trim());
    }

    [Fact]
    public async Task A_demo_that_is_killed_in_the_middle_of_a_stage_leaves_no_process_behind()
    {
        await using var demo = Start("demo", "--out", _folder.File("out"));
        await demo.WaitForOutputAsync("Running: Transcribe", StartLimit);
        await Eventually.IsTrueAsync("the recognizer runs", () => OwnProcesses().Any(process => process.Command.Contains("pocketsphinx", StringComparison.Ordinal)));

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
    [InlineData("doctor", "--nonsense")]
    [InlineData("completion", "tcsh")]
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
        foreach (var command in (string[])["demo", "up", "test", "bench", "models", "doctor", "completion", "submit", "watch", "review", "quarantine"])
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
            ["sample__enabled"] = "false",
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        return environment;
    }

    private static bool IsHost((int Id, string Command) process) => process.Command.Contains("transvox-host.dll", StringComparison.Ordinal);

    private async Task KillHostAsync() =>
        Assert.Equal(0, (await RunningProgram.RunAsync("kill", ["-KILL", OwnProcesses().Single(IsHost).Id.ToString(CultureInfo.InvariantCulture)])).ExitCode);

    private Task NothingIsLeftAsync() =>
        Eventually.IsTrueAsync($"nothing is left of {string.Join(" | ", OwnProcesses().Select(process => process.Command))}", () => OwnProcesses().Count == 0, TimeSpan.FromSeconds(20));

    /// <summary>The processes that carry this test's data folder in their environment or arguments.</summary>
    private List<(int Id, string Command)> OwnProcesses()
    {
        var found = new List<(int Id, string Command)>();
        foreach (var process in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
                if ((command + File.ReadAllText(Path.Combine(process, "environ"))).Contains(_folder.Path, StringComparison.Ordinal))
                    found.Add((int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), command));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is another user's.
            }
        }

        return found;
    }
}
