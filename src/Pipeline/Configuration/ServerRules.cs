using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Configuration;

/// <summary>Checks the server of a stage.</summary>
internal static class ServerRules
{
    private static readonly string[] Formats = ["verbose_json", "diarized_json", "json"];

    public static void Check(List<string> errors, string key, Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings)
    {
        if (stage is not (Stage.Transcribe or Stage.Translate or Stage.Synthesize))
        {
            errors.Add($"{key}.engine is {profile.Engine}; servers do the stages Transcribe, Translate and Synthesize.");
            return;
        }

        var server = Expand(errors, key, profile, settings);
        key += ".server";
        if (!Uri.TryCreate(server.Address, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0 || address.Query.Length > 0)
        {
            // A password that stands where it must not stand must not reach the log either.
            var shown = server.Address?.Contains('@', StringComparison.Ordinal) == true ? "(not shown)" : server.Address;
            errors.Add($"{key}.address is '{shown}'; it must be an http or https address without user name, password and query.");
        }

        if (server.Model is null && profile.Engine == EngineKind.OpenAi)
        {
            errors.Add($"{key}.model is empty; name a model as the server knows it.");
        }

        if (server.Format is { } format && !Formats.Contains(format))
        {
            errors.Add($"{key}.format is '{format}'; it must be one of {string.Join(", ", Formats)}.");
        }

        if (new[] { server.KeyVariable, server.KeyFile, server.TokenScope }.Count(source => source is not null) > 1)
        {
            errors.Add($"{key} has several of keyVariable, keyFile and tokenScope; name one.");
        }

        if (stage == Stage.Synthesize && profile.Voices is not { Count: > 0 } && profile.LanguageVoices is not { Count: > 0 })
        {
            errors.Add($"{key[..^".server".Length]}.voices is empty; name the voices of the server, the usual one first, or give languageVoices.");
        }

        Ranges(errors, key, server);
    }

    private static void Ranges(List<string> errors, string key, ServerProfile server)
    {
        Range(errors, key + ".requests", server.Requests, 1, 64);
        Range(errors, key + ".attempts", server.Attempts, 1, 10);
        Range(errors, key + ".answerSeconds", server.AnswerSeconds, 1, 3600);
        Range(errors, key + ".partSeconds", server.PartSeconds, 10, 7200);
        Range(errors, key + ".lines", server.Lines, 1, 200);
        Range(errors, key + ".temperature", server.Temperature, 0, 2);
        Range(errors, key + ".mostSpeed", server.MostSpeed, 1, 4);
    }

    private static ServerProfile Expand(List<string> errors, string key, StageProfile profile, IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            return RemoteEngines.ServerOf(profile, settings);
        }
        catch (PlaceholderException e)
        {
            errors.Add($"{key}.server: {e.Message} Known: setting:NAME, hostdir.");
            return profile.Server ?? new ServerProfile();
        }
    }

    private static void Range(List<string> errors, string key, double? value, double low, double high)
    {
        if (value is { } number && !(number >= low && number <= high))
        {
            errors.Add(FormattableString.Invariant($"{key} is {number}; it must be between {low} and {high}."));
        }
    }
}
