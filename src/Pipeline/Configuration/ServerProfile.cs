namespace TransVox.Pipeline.Configuration;

/// <summary>The server that does a stage of <see cref="EngineKind.OpenAi"/> or <see cref="EngineKind.Azure"/>. A setting that is null is taken from the profile, or its default.</summary>
public sealed class ServerProfile
{
    /// <summary>Base address, with the version that its documentation names: <c>https://api.openai.com/v1</c>. Placeholders are replaced.</summary>
    public string? Address { get; set; }

    /// <summary>Name of the model as the server knows it; of OpenAi. Placeholders are replaced.</summary>
    public string? Model { get; set; }

    /// <summary>Environment variable of the host that holds the key. Neither this nor <see cref="KeyFile"/>: no key is sent.</summary>
    public string? KeyVariable { get; set; }

    /// <summary>File that holds the key and nothing else; read for every request, so that it may be replaced.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Header that carries the key as it is. Default: <c>Authorization: Bearer</c>; <c>Ocp-Apim-Subscription-Key</c> of Azure.</summary>
    public string? KeyHeader { get; set; }

    /// <summary>Sends a token of the host's Azure identity for this scope instead of a key. Default of Azure without a key.</summary>
    public string? TokenScope { get; set; }

    /// <summary>Resource id of the Azure account, which its voices want to read beside the token; of Synthesize. Placeholders are replaced.</summary>
    public string? ResourceId { get; set; }

    /// <summary>Added to every address, such as <c>api-version</c>.</summary>
    public IDictionary<string, string>? Query { get; set; }

    /// <summary>Requests at a time, 1 to 64, default 4. Stages that name the same server share the smallest of their numbers.</summary>
    public int? Requests { get; set; }

    /// <summary>Tries of one request, 1 to 10, default 4.</summary>
    public int? Attempts { get; set; }

    /// <summary>Longest time for one answer in seconds, 1 to 3600, default 600.</summary>
    public int? AnswerSeconds { get; set; }

    /// <summary>Longest sound of one request in seconds, 10 to 7200, default 600, of Azure 6000; of Transcribe.</summary>
    public int? PartSeconds { get; set; }

    /// <summary>Form in which text is asked for: <c>verbose_json</c> (default), <c>diarized_json</c> or <c>json</c>; of Transcribe.</summary>
    public string? Format { get; set; }

    /// <summary>Most lines of one request, 1 to 200, default 40; of Translate.</summary>
    public int? Lines { get; set; }

    /// <summary>Temperature, 0 to 2. Default: not sent, since some models refuse it; of Translate.</summary>
    public double? Temperature { get; set; }

    /// <summary>Fastest speed that the voices take, 1 to 4, default 4, of Azure 2; 1 where they have one speed; of Synthesize.</summary>
    public double? MostSpeed { get; set; }

    /// <summary>This with what another sets on top.</summary>
    public ServerProfile With(ServerProfile? over) => over is null ? this : new()
    {
        Address = over.Address ?? Address,
        Model = over.Model ?? Model,
        KeyVariable = over.KeyVariable ?? KeyVariable,
        KeyFile = over.KeyFile ?? KeyFile,
        KeyHeader = over.KeyHeader ?? KeyHeader,
        TokenScope = over.TokenScope ?? TokenScope,
        ResourceId = over.ResourceId ?? ResourceId,
        Query = over.Query ?? Query,
        Requests = over.Requests ?? Requests,
        Attempts = over.Attempts ?? Attempts,
        AnswerSeconds = over.AnswerSeconds ?? AnswerSeconds,
        PartSeconds = over.PartSeconds ?? PartSeconds,
        Format = over.Format ?? Format,
        Lines = over.Lines ?? Lines,
        Temperature = over.Temperature ?? Temperature,
        MostSpeed = over.MostSpeed ?? MostSpeed,
    };
}
