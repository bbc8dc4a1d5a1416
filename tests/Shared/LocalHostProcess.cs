namespace TransVox.TestKit;

/// <summary>The built one-machine host.</summary>
public sealed class LocalHostProcess : ServiceProcess
{
    private readonly string? _app;

    /// <inheritdoc cref="ServiceProcess(string, IReadOnlyDictionary{string, string}?, FakeEngines?)"/>
    /// <param name="app">Folder of another build than this one.</param>
    public LocalHostProcess(string storage, IReadOnlyDictionary<string, string>? settings = null, FakeEngines? engines = null, string? app = null)
        : base(storage, settings, engines)
    {
        _app = app;
        Default("ASPNETCORE_URLS", Url);
        Default("TRANSVOX_DATA", Path.Combine(Engines.DataFolder, "data"));
        Default("local_host__blob_poll_seconds", "0.3");
        Default("local_host__maintenance_seconds", "2");
        Default("local_host__shutdown_seconds", "5");
        // A job that no test submitted would be in everybody's way.
        Default("sample__enabled", "false");
    }

    protected override IReadOnlyList<string> Arguments => [_app is null ? RepositoryPaths.Built("src/LocalHost", "transvox-host.dll") : Path.Combine(_app, "transvox-host.dll")];

    /// <summary>The host alone: its programs end by themselves.</summary>
    public override async Task KillAsync()
    {
        var program = Program;
        program.Signal(RunningProgram.SigKill);
        await EndAsync(program);
    }
}
