using System.Globalization;
using FFMpegCore;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>Arguments of ffmpeg that join a result. Pure.</summary>
/// <param name="Request">The stage.</param>
/// <param name="Media">The upload.</param>
/// <param name="Analysis">Its streams.</param>
/// <param name="Kept">What goes along.</param>
internal sealed record MuxArguments(StageRequest Request, MediaInfo Media, FFProbeAnalysis Analysis, KeptTracks Kept)
{
    /// <summary>Sound that MP4 holds and browsers or players of films know; everything else is encoded.</summary>
    private static readonly string[] CopiedSound = ["aac", "mp3", "ac3", "eac3", "opus", "alac"];

    private string Source => Request.Inputs[Artifacts.Source];

    private string Target => Languages.ThreeLetter(Request.Options.TargetLanguage);

    /// <summary>Text tracks, the dub's first, as MP4 has them: a file by itself, in which the next run can shorten cues.</summary>
    public List<string> Subtitles(string? track, string output)
    {
        List<string> arguments = [.. Ffmpeg.Untrusted(Source)];
        if (track is not null)
        {
            arguments.AddRange(["-f", "ass", .. Ffmpeg.Own(track), "-map", "1:s:0"]);
        }

        arguments.AddRange(Kept.Subtitles.SelectMany(stream => new[] { "-map", Map(stream) }));
        arguments.AddRange(["-c:s", "mov_text", "-map_chapters", "-1", "-t", Ffmpeg.Seconds(Media.Duration), "-f", "mp4", output]);
        return arguments;
    }

    /// <summary>The video.</summary>
    /// <param name="picture">What to do with the picture.</param>
    /// <param name="drawn">Subtitles to draw into it, or null.</param>
    /// <param name="subtitles">The file of <see cref="Subtitles"/>, or null.</param>
    /// <param name="ownTrack">Whether its first track is the dub's.</param>
    /// <param name="copySound">Further sound tracks are copied where they can be.</param>
    /// <param name="output">File to write.</param>
    public List<string> Video(PictureRules picture, string? drawn, string? subtitles, bool ownTrack, bool copySound, string output)
    {
        var (video, voice) = ProbeRules.ChooseStreams(Analysis, Request.Options.SourceLanguage);
        List<string> arguments = [.. Ffmpeg.Untrusted(Source), .. Ffmpeg.Own(Request.Inputs[Artifacts.Mix])];
        if (subtitles is not null)
        {
            arguments.AddRange(Ffmpeg.Own(subtitles));
        }

        arguments.AddRange(["-map", Map(video!), "-map", "1:a:0", .. Kept.Sounds.Concat(Kept.Covers).SelectMany(stream => new[] { "-map", Map(stream) })]);
        arguments.AddRange(picture.Copy
            ? ["-c:v:0", "copy"]
            : ["-filter:v:0", string.Join(',', [.. picture.Filters.SkipLast(1), .. drawn is null ? Array.Empty<string>() : [$"subtitles=filename={drawn}"], picture.Filters[^1]]),
                "-fps_mode:v:0", "vfr", "-c:v:0", "libx264", "-preset", "veryfast", "-crf", "20"]);
        // hevc needs the tag that players on Apple devices look for.
        arguments.AddRange(picture.Copy && video!.CodecName == "hevc" ? ["-tag:v:0", "hvc1"] : []);
        arguments.AddRange(Sound(copySound));
        arguments.AddRange(Kept.Covers.SelectMany((_, i) => new[] { $"-c:v:{i + 1}", "copy", $"-disposition:v:{i + 1}", "attached_pic" }));
        if (subtitles is not null)
        {
            arguments.AddRange(SubtitleTracks(ownTrack));
        }

        arguments.AddRange(["-map_metadata", "0", "-map_chapters", "0", "-max_muxing_queue_size", "4096", "-movflags", "+faststart",
            "-t", Ffmpeg.Seconds(Media.Duration), "-f", "mp4", output]);
        // The voice that the dub replaces is read along, so that times are put right as they were when it was extracted.
        arguments.AddRange(Kept.Sounds.Contains(voice!) ? [] : AlsoRead(Media, Map(voice!)));
        return arguments;
    }

    /// <summary>The sound alone, with title, chapters and cover.</summary>
    public List<string> Audio(string output) =>
    [
        .. Ffmpeg.Own(Request.Inputs[Artifacts.Mix]), .. Ffmpeg.Untrusted(Source), "-map", "0:a:0",
        .. Kept.Covers.SelectMany(stream => new[] { "-map", "1:" + Number(stream.Index) }),
        .. Kept.Covers.SelectMany((_, i) => new[] { $"-c:v:{i}", "copy", $"-disposition:v:{i}", "attached_pic" }),
        "-c:a", "aac", "-b:a", "192k", "-map_metadata", "1", "-map_chapters", "1", "-movflags", "+faststart",
        "-metadata:s:a:0", "language=" + Target, "-t", Ffmpeg.Seconds(Media.Duration), "-f", "mp4", output,
    ];

    /// <summary>
    /// In a transport or program stream that was put together of several, times start again; ffmpeg puts them right by what it reads. Reading the
    /// same streams each time gives the same times.
    /// </summary>
    public static IEnumerable<string> AlsoRead(MediaInfo media, string stream) => media.Container is "mpegts" or "mpeg"
        ? ["-map", stream, "-c", "copy", "-t", Ffmpeg.Seconds(media.Duration + 1), "-f", "null", "-"]
        : [];

    private List<string> Sound(bool copy)
    {
        List<string> arguments = ["-c:a:0", "aac", "-b:a:0", "192k", "-metadata:s:a:0", "language=" + Target, "-disposition:a:0", "default"];
        for (var i = 0; i < Kept.Sounds.Count; i++)
        {
            var stream = Kept.Sounds[i];
            var track = $"a:{i + 1}";
            arguments.AddRange(copy && CopiedSound.Contains(stream.CodecName)
                ? ["-c:" + track, "copy"]
                : ["-c:" + track, "aac", "-b:" + track, (stream.Channels ?? 2) > 2 ? "384k" : "160k"]);
            arguments.AddRange(i == 0 && Request.Options.Output == OutputKind.Dual
                ? [$"-metadata:s:{track}", "language=" + Languages.ThreeLetter(Request.Options.SourceLanguage)]
                : []);
            arguments.AddRange([.. Titled(track, stream), "-disposition:" + track, Disposition(stream)]);
        }

        return arguments;
    }

    private List<string> SubtitleTracks(bool ownTrack)
    {
        var end = Ffmpeg.Seconds(Media.Duration);
        // A track that goes on after the picture would make the whole file longer.
        List<string> arguments = ["-map", "2:s", "-c:s", "copy", "-bsf:s", $@"setts=duration=min(DURATION\,max(0\,{end}/TB-PTS))"];
        if (ownTrack)
        {
            arguments.AddRange(["-metadata:s:s:0", "language=" + Target, "-disposition:s:0", "default"]);
        }

        for (var i = 0; i < Kept.Subtitles.Count; i++)
        {
            var number = i + (ownTrack ? 1 : 0);
            arguments.AddRange([.. Titled($"s:{number}", Kept.Subtitles[i]), $"-disposition:s:{number}", Disposition(Kept.Subtitles[i])]);
        }

        return arguments;
    }

    /// <summary>A track's title, which MP4 has as the name of its handler.</summary>
    private static string[] Titled(string track, FFProbeStream stream) =>
        ProbeRules.Tag(stream, "title") is { } title ? [$"-metadata:s:{track}", "handler_name=" + title] : [];

    /// <summary>What a track was marked with, but never as the first choice: that is the dub.</summary>
    private static string Disposition(FFProbeStream stream)
    {
        string[] marks = ["comment", "hearing_impaired", "visual_impaired", "forced", "original"];
        var set = marks.Where(mark => ProbeRules.Flag(stream, mark)).ToList();
        return set.Count == 0 ? "0" : string.Join('+', set);
    }

    private static string Map(FFProbeStream stream) => "0:" + Number(stream.Index);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
