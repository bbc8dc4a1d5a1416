namespace TransVox.Cli.Move;

/// <summary>What an export or an import came to.</summary>
/// <param name="Finished">Finished jobs that were copied now.</param>
/// <param name="Waiting">Waiting jobs that came a step further now.</param>
/// <param name="Pending">Waiting jobs that the other side has to go on with.</param>
/// <param name="LeftBehind">Jobs that are not moved: those under way, or refused by the other service.</param>
internal sealed record MoveReport(IReadOnlyList<string> Finished, IReadOnlyList<string> Waiting, IReadOnlyList<string> Pending, IReadOnlyList<LeftJob> LeftBehind);
