using TransVox.Cli.Upload;

namespace TransVox.Cli.Commands;

/// <summary>What <c>submit</c> was asked for.</summary>
/// <param name="Files">The videos.</param>
/// <param name="Fields">What the dub shall be.</param>
/// <param name="DeriveKeys">Keys come from content and options, so that nothing is submitted twice.</param>
/// <param name="IdempotencyKey">The user's own key, or null.</param>
/// <param name="Watch">Stay until the jobs have ended.</param>
/// <param name="OutputFolder">Where to download the results to, or null.</param>
internal sealed record SubmitRequest(
    IReadOnlyList<SourceFile> Files,
    SubmitMembers Fields,
    bool DeriveKeys,
    string? IdempotencyKey,
    bool Watch,
    string? OutputFolder);
