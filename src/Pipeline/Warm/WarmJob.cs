using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Warm;

/// <summary>One line to a warm program: do this stage.</summary>
/// <param name="Id">Comes back in every answer about this job.</param>
/// <param name="Inputs">Artifact → path.</param>
/// <param name="Outputs">Artifact → path to write.</param>
/// <param name="Prompt">Of a recognizer: names and terms to expect.</param>
internal sealed record WarmJob(
    string Id,
    Stage Stage,
    string WorkDirectory,
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, string> Outputs,
    DubbingOptions Options,
    int? Device,
    bool ReducedBatch,
    string? Prompt = null);
