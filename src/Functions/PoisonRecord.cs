namespace TransVox.Functions;

/// <summary>An upload that could not be taken in, with the trigger's message.</summary>
public sealed record PoisonRecord(string Path, DateTimeOffset At, string Message);
