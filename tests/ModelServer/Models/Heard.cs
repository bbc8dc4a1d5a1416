using TransVox.Pipeline.Recognition;

namespace TransVox.ModelServer.Models;

/// <summary>What was heard in a sound.</summary>
internal sealed record Heard(double Duration, IReadOnlyList<IReadOnlyList<RecognizedWord>> Segments);
