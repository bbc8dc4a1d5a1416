using FFMpegCore;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Embedded;

/// <summary>What of an upload goes along into an MP4 beside picture and dub, and what cannot. Pure.</summary>
/// <param name="Sounds">Sound tracks after the dub, in their order.</param>
/// <param name="Subtitles">Subtitle tracks of text.</param>
/// <param name="Covers">Cover pictures.</param>
/// <param name="Warnings">Names what MP4 cannot hold.</param>
internal sealed record KeptTracks(
    IReadOnlyList<FFProbeStream> Sounds,
    IReadOnlyList<FFProbeStream> Subtitles,
    IReadOnlyList<FFProbeStream> Covers,
    IReadOnlyList<string> Warnings)
{
    // Each is read and maybe encoded; films on discs have about as many.
    private const int MostOfAKind = 32;

    private static readonly string[] TextSubtitles = ["subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text"];
    private static readonly string[] CoverCodecs = ["mjpeg", "png", "bmp"];

    // What ffmpeg writes into an MP4; ffprobe calls tags by these names whatever the container.
    private static readonly string[] HeldTags =
    [
        "title", "artist", "album", "album_artist", "date", "year", "comment", "genre", "copyright", "description", "synopsis", "show", "episode_id",
        "network", "lyrics", "grouping", "composer", "track", "disc", "season_number", "episode_sort", "keywords", "media_type", "compilation", "hd_video",
        "creation_time", "location", "location-eng", "performer", "author",
    ];

    // Of containers and programs, not of the work.
    private static readonly string[] TechnicalTags =
        ["encoder", "major_brand", "minor_version", "compatible_brands", "duration", "handler_name", "software", "isft", "wm/", "com.", "_statistics", "device"];

    /// <summary>Sorts the streams of an upload.</summary>
    public static KeptTracks Of(FFProbeAnalysis analysis, DubbingOptions options)
    {
        var (picture, voice) = ProbeRules.ChooseStreams(analysis, options.SourceLanguage);
        var sounds = new List<FFProbeStream>();
        var subtitles = new List<FFProbeStream>();
        var covers = new List<FFProbeStream>();
        var lost = new List<string>();
        if (options.Output == OutputKind.Dual && voice is not null)
        {
            sounds.Add(voice);
        }

        foreach (var stream in analysis.Streams.Where(stream => stream.Index != picture?.Index && stream.Index != voice?.Index))
        {
            var kept = stream.CodecType switch
            {
                "audio" when ProbeRules.IsSound(stream) => sounds,
                "subtitle" when TextSubtitles.Contains(stream.CodecName) => subtitles,
                "video" when ProbeRules.Flag(stream, "attached_pic") && CoverCodecs.Contains(stream.CodecName) => covers,
                _ => null,
            };
            if (kept?.Count < MostOfAKind)
            {
                kept.Add(stream);
            }
            else if (Name(stream) is { } name)
            {
                lost.Add(name);
            }
        }

        var tags = analysis.Format?.Tags?.Keys.Where(tag => !IsHeld(tag)).Order(StringComparer.Ordinal).ToList() ?? [];
        if (tags.Count > 0)
        {
            lost.Add($"the tag{(tags.Count > 1 ? "s" : "")} {string.Join(", ", tags.Take(8))}{(tags.Count > 8 ? " and others" : "")}");
        }

        return new KeptTracks(sounds, subtitles, covers, lost.Count == 0 ? [] : [$"An MP4 cannot hold and the result lacks: {string.Join("; ", lost)}."]);
    }

    /// <summary>No more than what was asked for: the original sound, with <see cref="OutputKind.Dual"/>.</summary>
    public KeptTracks Alone(DubbingOptions options) => new([.. Sounds.Take(options.Output == OutputKind.Dual ? 1 : 0)], [], [], []);

    private static bool IsHeld(string tag)
    {
        var name = tag.ToLowerInvariant();
        return HeldTags.Contains(name) || Array.Exists(TechnicalTags, start => name.StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>A stream as a user knows it; null for what nobody misses, such as time codes.</summary>
    private static string? Name(FFProbeStream stream)
    {
        var called = ProbeRules.Tag(stream, "title") ?? ProbeRules.Tag(stream, "filename");
        var language = ProbeRules.Tag(stream, "language") is { } code and not "und" ? $" ({code})" : "";
        var kind = stream.CodecType switch
        {
            "subtitle" => (TextSubtitles.Contains(stream.CodecName) ? "further subtitles" : "subtitles as pictures") + language,
            "attachment" => "the attachment",
            "video" => ProbeRules.Flag(stream, "attached_pic") ? "a cover picture" : "a second picture",
            "audio" => (ProbeRules.IsSound(stream) ? "a further sound track" : "an unreadable sound track") + language,
            "data" when stream.CodecTagString is not ("tmcd" or "text") && stream.CodecName is not ("bin_data" or null) => "a data track",
            _ => null,
        };
        return kind is null ? null : called is null ? kind : $"{kind} {called}";
    }
}
