namespace TransVox.Pipeline.Media;

/// <summary>16-bit little-endian PCM.</summary>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
public readonly record struct PcmFormat(int SampleRate, int Channels)
{
    /// <summary>Of the decoded sound track, the background and the mix.</summary>
    public static readonly PcmFormat Stereo48 = new(48_000, 2);

    /// <summary>Of the fitted dub.</summary>
    public static readonly PcmFormat Mono48 = new(48_000, 1);

    /// <summary>Of what recognizers read.</summary>
    public static readonly PcmFormat Mono16 = new(16_000, 1);

    public int BytesPerFrame => Channels * 2;
}
