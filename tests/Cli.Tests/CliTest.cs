using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TransVox.Cli.Tests;

/// <summary>Base of tests that run the built client against a service of their own.</summary>
public abstract class CliTest : IAsyncLifetime
{
    private static readonly string Client = RepositoryPaths.Built("src/Cli", "transvox.dll");

    private ContractServer? _server;

    protected ContractServer Server => _server ?? throw new InvalidOperationException("Not started yet.");

    protected TemporaryFolder Folder { get; } = new();

    public async Task InitializeAsync() => _server = await ContractServer.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    protected Task<ProgramResult> RunAsync(params string[] arguments) => RunWithAsync(new Dictionary<string, string?>(), arguments);

    protected Task<ProgramResult> RunWithAsync(Dictionary<string, string?> environment, params string[] arguments) =>
        RunningProgram.RunAsync("dotnet", [Client, .. arguments], Complete(environment), Folder.Path);

    protected RunningProgram Start(params string[] arguments) =>
        RunningProgram.Start("dotnet", [Client, .. arguments], Complete([]), Folder.Path);

    /// <summary>A job as JSON.</summary>
    protected static string Job(string id, string state, string more = "") =>
        $$"""{"id":"{{id}}","userId":"dev","fileName":"talk.mp4","state":"{{state}}","progress":0.5,"options":{"sourceLanguage":"en","targetLanguage":"es"},"createdAt":"2026-01-01T10:00:00Z","stages":[]{{(more.Length > 0 ? "," + more : "")}}}""";

    /// <summary>Sends an event of a job's stream.</summary>
    protected static async Task EventAsync(HttpContext context, long id, string kind, string job)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync($"id: {id}\nevent: {kind}\ndata: {{\"id\":{id},\"kind\":\"{kind}\",\"at\":\"2026-01-01T10:00:00Z\",\"job\":{job}}}\n\n");
        await context.Response.Body.FlushAsync();
    }

    protected static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private Dictionary<string, string?> Complete(Dictionary<string, string?> environment)
    {
        environment.TryAdd("TRANSVOX_URL", Server.Url);
        environment.TryAdd("TRANSVOX_KEY", null);
        environment.TryAdd("TRANSVOX_USER", null);
        environment.TryAdd("XDG_CACHE_HOME", Folder.File("cache"));
        return environment;
    }
}
