namespace TransVox.TestKit;

/// <summary>What <see cref="VideoServer"/> was asked for.</summary>
/// <param name="Path">Of the address.</param>
/// <param name="Range">The header, or empty.</param>
/// <param name="IfRange">The header, or empty.</param>
public sealed record VideoRequest(string Path, string Range, string IfRange)
{
    public DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>Bytes of the body so far.</summary>
    public long Sent { get; set; }
}
