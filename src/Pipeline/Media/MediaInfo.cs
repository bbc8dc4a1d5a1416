namespace TransVox.Pipeline.Media;

/// <summary>What a probe found out about a video.</summary>
/// <param name="Duration">Seconds, as decoded or demuxed; not what the header claims when that is a lie.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Container">Format name as ffprobe gives it.</param>
/// <param name="VideoCodec">Codec of the first real video stream (cover pictures do not count), or null.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="AudioCodec">Codec of the chosen sound track.</param>
/// <param name="AudioChannels">Channels of the chosen sound track.</param>
/// <param name="AudioSampleRate">Hertz.</param>
public sealed record MediaInfo(
    double Duration,
    long Bytes,
    string Container,
    string? VideoCodec,
    int? Width,
    int? Height,
    string AudioCodec,
    int AudioChannels,
    int AudioSampleRate);
