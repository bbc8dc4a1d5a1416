using TransVox.Pipeline.Azure;
using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.OpenAi;
using TransVox.Pipeline.Recognition;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Remote;

/// <summary>Makes what a server does for a stage.</summary>
internal static class RemoteEngines
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";
    private const string AzureKeyHeader = "Ocp-Apim-Subscription-Key";

    /// <summary>The stage Transcribe.</summary>
    public static RecognizeEngine Recognizer(StageProfile profile, IReadOnlyDictionary<string, string> settings, RemoteServers servers)
    {
        var server = servers.Create(Stage.Transcribe, profile, settings);
        var openAi = IsAzure(profile) ? null : new OpenAiRecognizer(server);
        ISpeechRecognizer recognizer = openAi is null ? new AzureRecognizer(server) : openAi;
        return new RecognizeEngine(_ => recognizer, new RecognizerTraits
        {
            Fingerprint = options => string.Join('|', [$"{profile.Engine}|{profile.Version}|{server.Fingerprint}", .. options.Glossary.Select(term => term.Source)]),
            Offer = new EngineOffer { CanDetectLanguage = openAi?.TellsLanguage ?? true },
            Missing = server.Missing,
            UsesGpu = profile.UsesGpu ?? false,
            NeedsDevice = profile.NeedsDevice ?? profile.UsesGpu ?? false,
            MaxPartSeconds = server.Profile.PartSeconds ?? (openAi is null ? AzureRecognizer.MostSeconds : OpenAiRecognizer.MostSeconds),
            Parallel = server.Requests,
        });
    }

    /// <summary>What translates.</summary>
    public static ITranslatorBackend Translator(StageProfile profile, IReadOnlyDictionary<string, string> settings, RemoteServers servers)
    {
        var server = servers.Create(Stage.Translate, profile, settings);
        return IsAzure(profile)
            ? new RemoteTranslatorBackend(server, profile, "azure (Translator)", new AzureTranslator(server))
            : new RemoteTranslatorBackend(server, profile, NameOf(server), new OpenAiTranslator(server));
    }

    /// <summary>What speaks.</summary>
    public static ISynthesizerBackend Synthesizer(
        StageProfile profile, IReadOnlyDictionary<string, string> settings, RemoteServers servers, Ffmpeg ffmpeg)
    {
        var server = servers.Create(Stage.Synthesize, profile, settings);
        var sound = new SoundAnswer(ffmpeg);
        return IsAzure(profile)
            ? new RemoteSynthesizerBackend(server, profile, "azure (neural voices)", new AzureSynthesizer(server, sound))
            : new RemoteSynthesizerBackend(server, profile, NameOf(server), new OpenAiSynthesizer(server, sound));
    }

    /// <summary>Whether a server does the stage.</summary>
    public static bool IsRemote(StageProfile profile) => profile.Engine is EngineKind.OpenAi or EngineKind.Azure;

    /// <summary>Whether that server is not on this machine.</summary>
    public static bool LeavesMachine(StageProfile profile, IReadOnlyDictionary<string, string> settings) =>
        IsRemote(profile) && !(Uri.TryCreate(ServerOf(profile, settings).Address, UriKind.Absolute, out var address) && address.IsLoopback);

    /// <summary>The server of a stage, with its placeholders replaced and Azure's way to sign.</summary>
    /// <exception cref="PlaceholderException">One is not known.</exception>
    public static ServerProfile ServerOf(StageProfile profile, IReadOnlyDictionary<string, string> settings)
    {
        var server = Expand(profile.Server ?? new ServerProfile(), settings);
        return !IsAzure(profile) ? server
            : server.KeyVariable is null && server.KeyFile is null ? server.With(new ServerProfile { TokenScope = server.TokenScope ?? AzureScope })
            : server.With(new ServerProfile { KeyHeader = server.KeyHeader ?? AzureKeyHeader });
    }

    private static ServerProfile Expand(ServerProfile server, IReadOnlyDictionary<string, string> settings)
    {
        // What becomes empty is not set.
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

    private static bool IsAzure(StageProfile profile) => profile.Engine == EngineKind.Azure;

    private static string NameOf(RemoteServer server) => $"openai ({server.Profile.Model})";
}
