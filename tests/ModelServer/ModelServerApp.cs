using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Abstractions;
using TransVox.ModelServer.Faults;
using TransVox.ModelServer.Models;
using TransVox.ModelServer.Protocol;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Processes;

namespace TransVox.ModelServer;

/// <summary>
/// The audio and chat protocols of OpenAI, and those of Azure AI services, over the programs of Debian packages, on the loopback interface. It really recognizes,
/// translates and speaks, and misbehaves when it is told to.
/// </summary>
public sealed class ModelServerApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ProcessRunner _programs;

    private ModelServerApp(WebApplication app, ProcessRunner programs, FaultPlan faults, RequestLog requests)
    {
        (_app, _programs, Faults, Requests) = (app, programs, faults, requests);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";
    }

    /// <summary>Base address, as clients are configured with.</summary>
    public string Address { get; }

    /// <summary>How it is to misbehave.</summary>
    public FaultPlan Faults { get; }

    /// <summary>What it was asked.</summary>
    public RequestLog Requests { get; }

    /// <summary>Starts it.</summary>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="key">The key that it wants; null takes any and none.</param>
    public static async Task<ModelServerApp> StartAsync(int port = 0, string? key = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 << 20);
        var app = builder.Build();
        var programs = new ProcessRunner(NullLogger<ProcessRunner>.Instance, TimeProvider.System, new EngineOptions { Sandbox = SandboxMode.Off });
        var (faults, requests) = (new FaultPlan(), new RequestLog(TimeProvider.System));
        app.Use(new Misbehaviour(faults, requests, key, TimeProvider.System).InvokeAsync);
        var (recognizer, translator, voices) = (new SpeechRecognizer(programs), new LineTranslator(programs), new Voices(programs));
        app.MapPost("/v1/audio/transcriptions", (Delegate)new TranscriptionEndpoint(recognizer).HandleAsync);
        app.MapPost("/v1/chat/completions", (Delegate)new ChatEndpoint(translator).HandleAsync);
        app.MapPost("/v1/audio/speech", (Delegate)new SpeechEndpoint(voices).HandleAsync);
        app.MapPost("/speechtotext/transcriptions:transcribe", (Delegate)new AzureTranscriptionEndpoint(recognizer).HandleAsync);
        app.MapPost("/translator/text/v3.0/translate", (Delegate)new AzureTranslatorEndpoint(translator).HandleAsync);
        app.MapPost("/tts/cognitiveservices/v1", (Delegate)new AzureSpeechEndpoint(voices, programs).HandleAsync);
        app.MapGet("/v1/models", () => Results.Json(new
        {
            @object = "list",
            data = new[] { SpeechRecognizer.Model, LineTranslator.Model, Voices.Model }.Select(id => new { id, @object = "model" }),
        }));
        app.MapGet("/control/requests", () => Results.Json(requests.All));
        app.MapPut("/control/faults", (Fault[] wanted) => faults.Set(wanted));
        await app.StartAsync();
        return new ModelServerApp(app, programs, faults, requests);
    }

    /// <summary>Ends when the process is told to stop.</summary>
    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _programs.DisposeAsync();
    }
}
