using System.Net;

namespace TransVox.TestKit;

/// <summary>A host of the service as a process of its own, with the fake engines. What it knows outlives it: kill it, start it again, and it goes on.</summary>
public abstract class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, string?> _settings;
    private readonly HttpClient _health = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly bool _ownsEngines;
    private string _past = "";

    /// <param name="storage">Connection string of the storage account.</param>
    /// <param name="settings">Configuration keys (<c>concurrency:max_global_jobs</c>) over the test defaults.</param>
    /// <param name="engines">Those of another host of the same service; null for own ones.</param>
    protected ServiceProcess(string storage, IReadOnlyDictionary<string, string>? settings, FakeEngines? engines)
    {
        Port = FreePort.Next();
        _ownsEngines = engines is null;
        Engines = engines ?? new FakeEngines();
        _settings = Engines.Settings;
        _settings["AzureWebJobsStorage"] = storage;
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            Set(key, value);
    }

    public int Port { get; }

    /// <summary>Its environment variables.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    public string Url => $"http://127.0.0.1:{Port}";

    public FakeEngines Engines { get; }

    public FakeToolLog Log => Engines.Log;

    /// <summary>Everything the host has written, over all its starts.</summary>
    public string Output => _past + Current?.Output + Current?.Errors;

    public int ProcessId => Program.ProcessId;

    public bool IsRunning => Current is { HasEnded: false };

    /// <summary>Assembly and arguments for <c>dotnet</c>.</summary>
    protected abstract IReadOnlyList<string> Arguments { get; }

    protected RunningProgram Program => Current ?? throw new InvalidOperationException("The host does not run.");

    private RunningProgram? Current { get; set; }

    public async Task StartAsync()
    {
        if (IsRunning)
            throw new InvalidOperationException("The host runs already.");
        var program = RunningProgram.Start("dotnet", Arguments, _settings, Engines.DataFolder);
        Current = program;
        try
        {
            await Eventually.IsTrueAsync("the host is ready", () => IsReadyAsync(program), StartLimit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It wrote:\n{program.Output}\n{program.Errors}");
        }
    }

    /// <summary>SIGKILL, as a power cut or the kernel would.</summary>
    public abstract Task KillAsync();

    /// <summary>Configuration (<c>concurrency:max_global_jobs</c>) from the next start on.</summary>
    public void Set(string key, string value) => _settings[key.Replace(":", "__", StringComparison.Ordinal)] = value;

    /// <summary>A setting that the caller did not give.</summary>
    protected void Default(string key, string value) => _settings.TryAdd(key, value);

    /// <summary>Starts it again after it died by itself; false when it died once more before it was ready.</summary>
    public async Task<bool> RestartAfterCrashAsync()
    {
        await EndAsync(Program);
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

    /// <summary>How often a stage of this plan has begun.</summary>
    public int RunsCounted(VideoPlan plan, string stage) => Engines.RunsCounted(plan, stage);

    /// <summary>SIGTERM, and waits for the orderly end.</summary>
    public async Task<int> StopAsync()
    {
        Program.Signal(RunningProgram.SigTerm);
        return await EndAsync(Program);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _health.Dispose();
        if (Current is not null)
            await Current.DisposeAsync();
        if (_ownsEngines)
            await Engines.EndAsync();
    }

    protected async Task<int> EndAsync(RunningProgram program)
    {
        var result = await program.WaitAsync();
        await ForgetAsync(program);
        return result.ExitCode;
    }

    /// <summary>Kills whatever is left of it, and keeps what it wrote.</summary>
    protected async Task ForgetAsync(RunningProgram program)
    {
        await program.DisposeAsync();
        _past += program.Output + program.Errors;
        Current = null;
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
}
