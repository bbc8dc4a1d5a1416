using System.Text.Json;

namespace TransVox.Cli.Tests.Service;

/// <summary>Base of tests that run the built client against the real host, each as a user of its own.</summary>
[Collection(RealServiceCollection.Name)]
public abstract class RealServiceTest(RealService service) : IDisposable
{
    private static readonly string Client = RepositoryPaths.Built("src/Cli", "transvox.dll");

    private readonly string _user = $"cli-{Guid.CreateVersion7():n}"[..24];
    private ServiceCaller? _caller;

    protected string User => _user;

    protected TemporaryFolder Folder { get; } = new();

    /// <summary>The same user without the client, to look behind it and to wait.</summary>
    protected ServiceCaller Caller => _caller ??= new ServiceCaller(service.Url, _user);

    public void Dispose()
    {
        _caller?.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<ProgramResult> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    protected Task<ProgramResult> RunWithAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        RunningProgram.RunAsync("dotnet", [Client, .. arguments], Complete(environment), Folder.Path);

    protected RunningProgram Start(Dictionary<string, string?> environment, params string[] arguments) =>
        RunningProgram.Start("dotnet", [Client, .. arguments], Complete(environment), Folder.Path);

    /// <summary>Runs with <c>--json</c>, expects this exit code, and gives the document: of the result, or of the error.</summary>
    protected async Task<JsonElement> JsonAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--json"]);
        Assert.True(exitCode == result.ExitCode, $"{string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Output}{result.Errors}");
        return JsonDocument.Parse(result.Output.Length > 0 ? result.Output : result.Errors).RootElement;
    }

    /// <summary>Submits a plan and gives the id of its job.</summary>
    protected async Task<string> SubmitAsync(VideoPlan plan, params string[] options) =>
        IdOf((await JsonAsync(0, ["submit", Video(plan), "--to", "es", .. options])).GetProperty("jobs")[0].GetProperty("job"));

    /// <summary>The plan as a file with the name of a video.</summary>
    protected string Video(VideoPlan plan) => Folder.Write($"{plan.Id}.mp4", System.Text.Encoding.UTF8.GetString(plan.ToBytes()));

    /// <summary>A plan that no other test has.</summary>
    protected VideoPlan Plan(string name) => new($"{_user}-{name}");

    protected static string IdOf(JsonElement job) => job.GetProperty("id").GetString()!;

    protected static string CodeOf(JsonElement error) => error.GetProperty("error").GetProperty("code").GetString()!;

    private Dictionary<string, string?> Complete(Dictionary<string, string?> environment)
    {
        environment.TryAdd("TRANSVOX_URL", service.Url);
        environment.TryAdd("TRANSVOX_KEY", null);
        environment.TryAdd("TRANSVOX_USER", _user);
        // Dozens of short runs: code that is about to end need not be watched for what to optimize.
        environment.TryAdd("DOTNET_TieredPGO", "0");
        environment.TryAdd("XDG_CACHE_HOME", Folder.File("cache"));
        return environment;
    }
}
