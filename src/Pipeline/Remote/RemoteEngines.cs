using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Engines;
using TransVox.Pipeline.OpenAi;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>Makes the engines of stages that a server does.</summary>
internal static class RemoteEngines
{
    public static IStageEngine OpenAi(
        Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings, EmbeddedTools tools, RemoteServers servers)
    {
        var server = servers.Create(stage, Expand(profile.Server!, settings), out var key);
        return stage switch
        {
            Stage.Transcribe => new RemoteTranscribeEngine(profile, settings, key, new PartedRecognizer(new OpenAiRecognizer(server))),
            Stage.Translate => new RemoteTranslateEngine(profile, settings, key, new OpenAiTranslator(server), $"openai ({server.Profile.Model})"),
            Stage.Synthesize => new RemoteSynthesizeEngine(
                profile, settings, key, new OpenAiSynthesizer(server, new SoundAnswer(tools.Ffmpeg)), $"openai ({server.Profile.Model})"),
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
        return expanded;
    }
}
