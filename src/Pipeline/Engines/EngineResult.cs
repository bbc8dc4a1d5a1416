namespace TransVox.Pipeline.Engines;

/// <summary>What an engine says about a run.</summary>
/// <param name="Engine">Name and version, as recorded.</param>
/// <param name="Warnings">Shown to the user.</param>
internal sealed record EngineResult(string Engine, IReadOnlyList<string>? Warnings = null);
