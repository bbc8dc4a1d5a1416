using System.Net;
using System.Security.Cryptography;

namespace TransVox.TestKit;

/// <summary>
/// The built one-machine host as a process of its own, with the fake engines, on a data folder that outlives it: kill it, start it
/// again, and it goes on.
/// </summary>
public sealed class LocalHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly HttpClient _health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private RunningProgram? _program;

    /// <param name="storage">Connection string of the storage account.</param>
    /// <param name="settings">Configuration keys (<c>concurrency:max_global_jobs</c>) over the test defaults.</param>
    public LocalHostProcess(string storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        Port = FreePort.Next();
        Log = new FakeToolLog(_folder.File("faketool.log"));
        _settings = Defaults();
        _settings["AzureWebJobsStorage"] = storage;
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            _settings[key.Replace(":", "__", StringComparison.Ordinal)] = value;
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>What the fake engines wrote down, independent of the service.</summary>
    public FakeToolLog Log { get; }

    /// <summary>Everything the host has written, over all its starts.</summary>
    public string Output { get; private set; } = "";

    public int ProcessId => (_program ?? throw new InvalidOperationException("The host does not run.")).ProcessId;

    public bool IsRunning => _program is { HasEnded: false };

    public async Task StartAsync()
    {
        if (IsRunning)
            throw new InvalidOperationException("The host runs already.");
        var program = RunningProgram.Start("dotnet", [RepositoryPaths.Built("src/LocalHost", "transvox-host.dll")], _settings, _folder.Path);
        _program = program;
        try
        {
            await Eventually.IsTrueAsync("the host is ready", () => IsReadyAsync(program), StartLimit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It wrote:\n{program.Output}\n{program.Errors}");
        }
    }

    /// <summary>SIGKILL: the host alone, as a power cut or the kernel would.</summary>
    public async Task KillAsync()
    {
        var program = _program ?? throw new InvalidOperationException("The host does not run.");
        program.Signal(RunningProgram.SigKill);
        await EndAsync(program);
    }

    /// <summary>Starts it again after it died by itself; false when it died once more before it was ready.</summary>
    public async Task<bool> RestartAfterCrashAsync()
    {
        await EndAsync(_program ?? throw new InvalidOperationException("The host was never started."));
        try
        {
            await StartAsync();
            return true;
        }
        catch (InvalidOperationException) when (!IsRunning)
        {
            return false;
        }
    }

    /// <summary>How often a stage of this plan has begun, as the fake engine counts it before it does anything else.</summary>
    public int RunsCounted(VideoPlan plan, string stage)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(plan.ToBytes()))[..24] + "-" + stage;
        var file = new FileInfo(Path.Combine(_folder.File("faketool-state"), name));
        return file.Exists ? (int)file.Length : 0;
    }

    /// <summary>SIGTERM, and waits for the orderly end.</summary>
    public async Task<int> StopAsync()
    {
        var program = _program ?? throw new InvalidOperationException("The host does not run.");
        program.Signal(RunningProgram.SigTerm);
        return await EndAsync(program);
    }

    public async ValueTask DisposeAsync()
    {
        _health.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        await Eventually.IsTrueAsync("programs of the host are gone", () => Log.RunningProcesses().Count == 0, TimeSpan.FromSeconds(20));
        _folder.Dispose();
    }

    private async Task<int> EndAsync(RunningProgram program)
    {
        var result = await program.WaitAsync();
        Output += result.Output + result.Errors;
        await program.DisposeAsync();
        _program = null;
        return result.ExitCode;
    }

    private async Task<bool> IsReadyAsync(RunningProgram program)
    {
        if (program.HasEnded)
            throw new InvalidOperationException($"The host ended at once:\n{program.Output}\n{program.Errors}");
        try
        {
            using var response = await _health.GetAsync(new Uri($"{Url}/health/ready"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private Dictionary<string, string?> Defaults() => new()
    {
        ["ASPNETCORE_URLS"] = Url,
        ["TRANSVOX_DATA"] = _folder.File("data"),
        ["FAKETOOL_LOG"] = Log.Path,
        ["FAKETOOL_STATE"] = _folder.File("faketool-state"),
        ["engines__Profile"] = "fake",
        ["engines__Settings__faketool"] = RepositoryPaths.Built("tests/FakeTool", "faketool"),
        ["engines__PassEnvironment__0"] = "FAKETOOL_LOG",
        ["engines__PassEnvironment__1"] = "FAKETOOL_STATE",
        ["retry__first_delay_seconds"] = "0.2",
        ["retry__max_delay_seconds"] = "1",
        ["retry__busy_delay_seconds"] = "0.3",
        ["retry__cancel_grace_seconds"] = "10",
        ["local_host__blob_poll_seconds"] = "0.3",
        ["local_host__maintenance_seconds"] = "2",
        ["local_host__shutdown_seconds"] = "5",
        ["api__rate_limit__burst"] = "100000",
        ["api__rate_limit__per_second"] = "100000",
        ["DOTNET_TieredPGO"] = "0",
    };
}
