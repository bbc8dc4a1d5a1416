using TransVox.Pipeline.Azure;
using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.OpenAi;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Remote;

/// <summary>Makes the engines of stages that a server does.</summary>
internal static class RemoteEngines
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";
    private const string AzureKeyHeader = "Ocp-Apim-Subscription-Key";

    public static IStageEngine Create(
        Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings, EmbeddedTools tools, RemoteServers servers)
    {
        var azure = profile.Engine == EngineKind.Azure;
        var server = servers.Create(stage, Expand(azure ? WithAzureKey(profile.Server!) : profile.Server!, settings), out var key);
        return stage switch
        {
            Stage.Transcribe => new RemoteTranscribeEngine(profile, settings, key, Recognizer(azure, server)),
            Stage.Translate => new RemoteTranslateEngine(profile, settings, key, Translator(azure, server), azure ? "azure (Translator)" : NameOf(server)),
            Stage.Synthesize => new RemoteSynthesizeEngine(
                profile, settings, key, Synthesizer(azure, server, new SoundAnswer(tools.Ffmpeg)), azure ? "azure (neural voices)" : NameOf(server)),
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No server does this stage."),
        };
    }

    /// <summary>The profile with its placeholders replaced; what becomes empty is not set.</summary>
    /// <exception cref="PlaceholderException">One is not known.</exception>
    public static ServerProfile Expand(ServerProfile server, IReadOnlyDictionary<string, string> settings)
    {
        string? Of(string? template) => template is null
            ? null
            : Template.Expand(template, (name, argument) => CommandContext.Fixed(name, argument, settings)) is { Length: > 0 } text ? text : null;
        var expanded = server.With(new ServerProfile());
        expanded.Address = Of(server.Address);
        expanded.Model = Of(server.Model);
        expanded.KeyVariable = Of(server.KeyVariable);
        expanded.KeyFile = Of(server.KeyFile);
        expanded.TokenScope = Of(server.TokenScope);
        expanded.ResourceId = Of(server.ResourceId);
        return expanded;
    }

    private static ServerProfile WithAzureKey(ServerProfile server) => server.KeyVariable is null && server.KeyFile is null
        ? server.With(new ServerProfile { TokenScope = server.TokenScope ?? AzureScope })
        : server.With(new ServerProfile { KeyHeader = server.KeyHeader ?? AzureKeyHeader });

    private static PartedRecognizer Recognizer(bool azure, RemoteServer server) =>
        new(azure ? new AzureRecognizer(server) : new OpenAiRecognizer(server));

    private static ILineTranslator Translator(bool azure, RemoteServer server) =>
        azure ? new AzureTranslator(server) : new OpenAiTranslator(server);

    private static ISpeechSynthesizer Synthesizer(bool azure, RemoteServer server, SoundAnswer sound) =>
        azure ? new AzureSynthesizer(server, sound) : new OpenAiSynthesizer(server, sound);

    private static string NameOf(RemoteServer server) => $"openai ({server.Profile.Model})";
}
