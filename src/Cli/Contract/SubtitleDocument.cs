using System.Text.Json.Serialization;

namespace TransVox.Cli.Contract;

internal sealed record SubtitleDocument(
    [property: JsonPropertyName("eTag")] string ETag,
    bool Editable,
    IReadOnlyList<Cue> Cues,
    IReadOnlyList<CueProblem>? Problems = null);
