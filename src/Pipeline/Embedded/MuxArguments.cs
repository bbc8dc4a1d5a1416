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
/// <param name="Dubs">What is joined with it; players start with the first.</param>
internal sealed record MuxArguments(StageRequest Request, MediaInfo Media, FFProbeAnalysis Analysis, KeptTracks Kept, IReadOnlyList<DubTrack> Dubs)
{
    /// <summary>Sound that MP4 holds and browsers or players of films know; everything else is encoded.</summary>
    private static readonly string[] CopiedSound = ["aac", "mp3", "ac3", "eac3", "opus", "alac"];

    private string Source => Request.Inputs[Artifacts.Source];

    /// <summary>Text tracks, those of the dubs first, as MP4 has them: a file by itself, in which the next run can shorten cues.</summary>
    public List<string> Subtitles(IReadOnlyList<TextTrack> tracks, string output)
    {
        List<string> arguments = [.. Ffmpeg.Untrusted(Source), .. tracks.SelectMany(track => (string[])["-f", "ass", .. Ffmpeg.Own(track.Path)])];
        arguments.AddRange(tracks.SelectMany((_, i) => (string[])["-map", $"{Number(i + 1)}:s:0"]));
        arguments.AddRange(Kept.Subtitles.SelectMany(stream => new[] { "-map", Map(stream) }));
        arguments.AddRange(["-c:s", "mov_text", "-map_chapters", "-1", "-t", Ffmpeg.Seconds(Media.Duration), "-f", "mp4", output]);
        return arguments;
    }

    /// <summary>The video.</summary>
    /// <param name="picture">What to do with the picture.</param>
    /// <param name="drawn">Subtitles to draw into it, or null.</param>
    /// <param name="subtitles">The file of <see cref="Subtitles"/>, or null.</param>
    /// <param name="texts">Its first tracks, which are of dubs.</param>
    /// <param name="copySound">Further sound tracks are copied where they can be.</param>
    /// <param name="output">File to write.</param>
    public List<string> Video(PictureRules picture, string? drawn, string? subtitles, IReadOnlyList<TextTrack> texts, bool copySound, string output)
    {
        var (video, voice) = ProbeRules.ChooseStreams(Analysis, Request.Options.SourceLanguage);
        List<string> arguments = [.. Ffmpeg.Untrusted(Source), .. Dubs.SelectMany(dub => Ffmpeg.Own(dub.Sound))];
        if (subtitles is not null)
        {
            arguments.AddRange(Ffmpeg.Own(subtitles));
        }

        arguments.AddRange(["-map", Map(video!), .. Dubs.SelectMany((_, i) => new[] { "-map", $"{Number(i + 1)}:a:0" }), .. Kept.Sounds.Concat(Kept.Covers).SelectMany(stream => new[] { "-map", Map(stream) })]);
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
            arguments.AddRange(SubtitleTracks(texts));
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
        .. Ffmpeg.Own(Dubs[0].Sound), .. Ffmpeg.Untrusted(Source), "-map", "0:a:0",
        .. Kept.Covers.SelectMany(stream => new[] { "-map", "1:" + Number(stream.Index) }),
        .. Kept.Covers.SelectMany((_, i) => new[] { $"-c:v:{i}", "copy", $"-disposition:v:{i}", "attached_pic" }),
        "-c:a", "aac", "-b:a", "192k", "-map_metadata", "1", "-map_chapters", "1", "-movflags", "+faststart",
        "-metadata:s:a:0", "language=" + Dubs[0].Code, "-t", Ffmpeg.Seconds(Media.Duration), "-f", "mp4", output,
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
        List<string> arguments = [.. Dubs.SelectMany((dub, i) => DubTracks("a", dub.Language, i).Concat(["-c:a:" + Number(i), "aac", "-b:a:" + Number(i), "192k"]))];
        for (var i = 0; i < Kept.Sounds.Count; i++)
        {
            var stream = Kept.Sounds[i];
            var track = "a:" + Number(i + Dubs.Count);
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

    private List<string> SubtitleTracks(IReadOnlyList<TextTrack> texts)
    {
        var end = Ffmpeg.Seconds(Media.Duration);
        // A track that goes on after the picture would make the whole file longer.
        List<string> arguments = ["-map", Number(Dubs.Count + 1) + ":s", "-c:s", "copy", "-bsf:s", $@"setts=duration=min(DURATION\,max(0\,{end}/TB-PTS))"];
        arguments.AddRange(texts.SelectMany((text, i) => DubTracks("s", text.Language, i)));
        for (var i = 0; i < Kept.Subtitles.Count; i++)
        {
            var track = "s:" + Number(i + texts.Count);
            arguments.AddRange([.. Titled(track, Kept.Subtitles[i]), "-disposition:" + track, Disposition(Kept.Subtitles[i])]);
        }

        return arguments;
    }

    /// <summary>Language of a dub's track and, where there are several to choose from, its name in that language; the first is played by default.</summary>
    private IEnumerable<string> DubTracks(string kind, string language, int index)
    {
        var track = $"{kind}:{Number(index)}";
        return
        [
            "-metadata:s:" + track, "language=" + Languages.ThreeLetter(language),
            .. Dubs.Count > 1 ? ["-metadata:s:" + track, "handler_name=" + LanguageNames.Of(language)] : Array.Empty<string>(),
            "-disposition:" + track, index == 0 ? "default" : "0",
        ];
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
