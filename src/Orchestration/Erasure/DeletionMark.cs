namespace TransVox.Orchestration.Erasure;

/// <summary>Says that a job is deleted: from here on nobody finds it, while what it left behind is removed.</summary>
/// <param name="By">Who deleted it.</param>
/// <param name="At">When.</param>
/// <param name="Erased">
/// When the rest was gone; null until then. The mark stays only where another job keeps the video, from which the job would be made again.
/// </param>
public sealed record DeletionMark(string By, DateTimeOffset At, DateTimeOffset? Erased = null);
