using System.Text.RegularExpressions;
using FFMpegCore;

namespace TransVox.Pipeline.Embedded;

/// <summary>What is done with a picture so that browsers play it, and what is lost by it. Pure.</summary>
/// <param name="Copy">It goes into the result as it is.</param>
/// <param name="Filters">What is done to it otherwise.</param>
/// <param name="Warnings">What the user should know.</param>
internal sealed partial record PictureRules(bool Copy, IReadOnlyList<string> Filters, IReadOnlyList<string> Warnings)
{
    private const string EvenSize = "scale=trunc(iw/2)*2:trunc(ih/2)*2";

    // Frames that say of themselves that they are interlaced; all others pass.
    private const string Deinterlace = "bwdif=mode=send_frame:parity=auto:deint=interlaced";

    // Light is computed in linear values and rolled off into what every screen shows.
    private const string ToneMap =
        "zscale=transfer=linear:npl=100,format=gbrpf32le,zscale=primaries=bt709,tonemap=tonemap=hable:desat=0,"
        + "zscale=transfer=bt709:matrix=bt709:range=limited";

    // H.264 beyond 8 bits or 4:2:0 is decoded by no browser; the others are played with more.
    private static readonly Dictionary<string, string[]> Played = new(StringComparer.Ordinal)
    {
        ["h264"] = ["yuv420p", "yuvj420p"],
        ["hevc"] = ["yuv420p", "yuvj420p", "yuv420p10le"],
        ["av1"] = ["yuv420p", "yuv420p10le"],
        ["vp9"] = ["yuv420p", "yuv420p10le"],
    };

    /// <param name="video">The picture.</param>
    /// <param name="mustEncode">Subtitles are drawn into it, or it could not be copied.</param>
    public static PictureRules For(FFProbeStream video, bool mustEncode)
    {
        var hdr = video.ColorTransfer is "smpte2084" or "arib-std-b67";
        var deep = DeepColor().IsMatch(video.PixelFormat ?? "");
        var interlaced = video.FieldOrder is "tt" or "bb" or "tb" or "bt";
        var copy = !mustEncode && !interlaced
            && Played.TryGetValue(video.CodecName ?? "", out var formats) && formats.Contains(video.PixelFormat);
        if (copy)
        {
            return new PictureRules(true, [], video.CodecName == "hevc"
                ? [$"The picture is HEVC{(hdr ? " with HDR" : "")} and was kept as it is: Safari plays it, other browsers only on machines that can decode it. Convert it to H.264 first if everybody must see it."]
                : []);
        }

        string[] warnings = hdr
            ? ["The picture was HDR; it had to be encoded anew and its brightness was mapped to what every screen shows."]
            : deep ? ["The picture had more than 8 bits per colour, which browsers do not play; it was encoded with 8."] : [];
        return new PictureRules(false, [Deinterlace, EvenSize, .. hdr ? new[] { ToneMap } : [], "format=yuv420p"], warnings);
    }

    [GeneratedRegex(@"p0?1\d(le|be)?$|(9|10|12|14|16)(le|be)$")]
    private static partial Regex DeepColor();
}
