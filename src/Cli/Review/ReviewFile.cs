
namespace TransVox.Cli.Review;

/// <summary>What a file for review holds: the version it was made of, and the cues.</summary>
internal sealed record ReviewFile(string? ETag, IReadOnlyList<Cue> Cues);
