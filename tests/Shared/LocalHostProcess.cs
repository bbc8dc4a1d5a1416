namespace TransVox.TestKit;

/// <summary>The built one-machine host.</summary>
public sealed class LocalHostProcess : ServiceProcess
{
    /// <inheritdoc cref="ServiceProcess(string, IReadOnlyDictionary{string, string}?, FakeEngines?)"/>
    public LocalHostProcess(string storage, IReadOnlyDictionary<string, string>? settings = null)
        : base(storage, settings, null)
    {
        Default("ASPNETCORE_URLS", Url);
        Default("TRANSVOX_DATA", Path.Combine(Engines.DataFolder, "data"));
        Default("local_host__blob_poll_seconds", "0.3");
        Default("local_host__maintenance_seconds", "2");
        Default("local_host__shutdown_seconds", "5");
        // A job that no test submitted would be in everybody's way.
        Default("sample__enabled", "false");
    }

    protected override IReadOnlyList<string> Arguments => [RepositoryPaths.Built("src/LocalHost", "transvox-host.dll")];

    /// <summary>The host alone: its programs end by themselves.</summary>
    public override async Task KillAsync()
    {
        var program = Program;
        program.Signal(RunningProgram.SigKill);
        await EndAsync(program);
    }
}
