using System.Text.Json.Nodes;
using FFMpegCore;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>Kinds of video after public reports, from upload to result; the dub itself is the original sound, which costs nothing.</summary>
public sealed class KindTests(KindFixture kinds) : IClassFixture<KindFixture>
{
    private static readonly DubbingOptions Spanish = new() { TargetLanguage = "es" };

    [Fact]
    public async Task Chapters_tags_tracks_and_cover_are_kept_and_the_rest_is_named()
    {
        var result = await DubAsync("rich", Spanish);
        Assert.Equal(["h264", "aac", "aac", "mov_text", "mov_text", "mjpeg"], result.Streams.Where(s => Text(s, "codec_type") != "data").Select(s => Text(s, "codec_name")));
        Assert.Equal(["spa 1", "fra 0"], result.Of("audio").Select(s => $"{Text(s, "tags", "language")} {s["disposition"]!["default"]}"));
        Assert.Equal(["spa 1", "eng 0"], result.Of("subtitle").Select(s => $"{Text(s, "tags", "language")} {s["disposition"]!["default"]}"));
        Assert.Equal(("Commentaire", "Signs"), (Text(result.Of("audio")[1], "tags", "handler_name"), Text(result.Of("subtitle")[1], "tags", "handler_name")));
        Assert.Equal(1, (int?)result.Of("video")[1]["disposition"]!["attached_pic"]);
        Assert.Equal(("My film", "Ana"), (Text(result.Format, "tags", "title"), Text(result.Format, "tags", "artist")));
        Assert.Equal(["Opening", "Rest"], result.Chapters.Select(chapter => Text(chapter, "tags", "title")));
        Assert.Contains("<i>Exit</i>", await result.SubtitlesAsync(1), StringComparison.Ordinal);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("the attachment font.ttf; the tag DIRECTOR", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_original_comes_second_before_further_tracks_and_sound_alone_keeps_title_chapters_and_cover()
    {
        var both = await DubAsync("rich", Spanish with { Output = OutputKind.Dual, Subtitles = SubtitleMode.None });
        Assert.Equal(["spa", "eng", "fra"], both.Of("audio").Select(s => Text(s, "tags", "language")));
        Assert.Equal(["eng"], both.Of("subtitle").Select(s => Text(s, "tags", "language")));
        var sound = await DubAsync("rich", Spanish with { Output = OutputKind.Audio });
        Assert.Equal(("My film", 2, 1), (Text(sound.Format, "tags", "title"), sound.Chapters.Count, sound.Of("video").Count));
    }

    [Fact]
    public async Task The_track_in_the_spoken_language_is_dubbed_and_tracks_that_nobody_reads_are_no_obstacle()
    {
        // https://github.com/Softcatala/whisper-ctranslate2/issues/147, https://github.com/immich-app/immich/issues/30511
        var result = await DubAsync("phone", Spanish);
        Assert.Equal(["spa", "jpn"], result.Of("audio").Select(s => Text(s, "tags", "language")));
        Assert.Contains("an unreadable sound track", Assert.Single(result.Warnings), StringComparison.Ordinal);
        // The English track has the speech; the Japanese one, which is the default, a tone.
        using var sound = WavReader.Open(result.Sound);
        Assert.True(AudioMath.Peak(sound) > 0.3);
    }

    [Fact]
    public async Task Picture_and_sound_decide_the_length()
    {
        var result = await DubAsync("long-subtitles", Spanish);
        Assert.InRange(result.Media.Duration, KindFixture.Seconds - 0.2, KindFixture.Seconds + 0.2);
        Assert.InRange(result.Seconds, KindFixture.Seconds - 0.2, KindFixture.Seconds + 0.3);
        Assert.Contains("Two.", await result.SubtitlesAsync(1), StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task Recordings_put_together_have_continuous_times()
    {
        var result = await DubAsync("joined", Spanish);
        Assert.InRange(result.Media.Duration, 7.6, 8.4);
        using var sound = WavReader.Open(result.Sound);
        Assert.InRange(sound.Duration, 7.6, 8.4);
        var times = (await result.PacketTimesAsync()).Order().ToList();
        Assert.InRange(times[^1], 7.4, 8.3);
        Assert.InRange(times.Zip(times.Skip(1), (a, b) => b - a).Max(), 0, 0.35);
    }

    [Theory]
    [InlineData("interlaced-part2")]
    [InlineData("interlaced-h264")]
    public async Task What_no_browser_plays_becomes_progressive_h264(string kind)
    {
        var result = await DubAsync(kind, Spanish);
        var video = result.Of("video")[0];
        Assert.Equal(("h264", "yuv420p", "progressive"), (Text(video, "codec_name"), Text(video, "pix_fmt"), Text(video, "field_order")));
        var (fields, whole) = await result.InterlacedAsync();
        Assert.True(whole > fields, $"{fields} frames still look interlaced, {whole} do not");
    }

    [Fact]
    public async Task A_rotated_picture_stays_upright()
    {
        var copied = (await DubAsync("rotated", Spanish)).Of("video")[0];
        Assert.Equal(90, Math.Abs((int)copied["side_data_list"]![0]!["rotation"]!));
        var drawn = (await DubAsync("rotated", Spanish with { Subtitles = SubtitleMode.Hard })).Of("video")[0];
        Assert.Equal((90, 160, null), ((int)drawn["width"]!, (int)drawn["height"]!, drawn["side_data_list"]));
    }

    [Fact]
    public async Task A_variable_frame_rate_keeps_its_times()
    {
        var copied = await DubAsync("variable", Spanish);
        var drawn = await DubAsync("variable", Spanish with { Subtitles = SubtitleMode.Hard });
        var times = (await copied.PacketTimesAsync()).Order().ToList();
        var encoded = (await drawn.PacketTimesAsync()).Order().ToList();
        Assert.True(times.Zip(times.Skip(1), (a, b) => Math.Round(b - a, 2)).Distinct().Count() > 2, "the rate became constant");
        Assert.Equal(times.Count, encoded.Count);
        Assert.All(times.Zip(encoded), pair => Assert.InRange(pair.Second - pair.First, -0.05, 0.05));
    }

    [Fact]
    public async Task Ten_bits_and_hdr_are_kept_or_said()
    {
        var kept = await DubAsync("hdr", Spanish);
        Assert.Equal(("hevc", "yuv420p10le", "smpte2084"), Looks(kept));
        Assert.Contains("HEVC with HDR and was kept", Assert.Single(kept.Warnings), StringComparison.Ordinal);
        var drawn = await DubAsync("hdr", Spanish with { Subtitles = SubtitleMode.Hard });
        Assert.Equal(("h264", "yuv420p", "bt709"), Looks(drawn));
        Assert.Contains("was HDR", Assert.Single(drawn.Warnings), StringComparison.Ordinal);
        var deep = await DubAsync("ten-bit", Spanish);
        Assert.Equal(("h264", "yuv420p"), (Looks(deep).Codec, Looks(deep).Pixels));
        Assert.Contains("more than 8 bits", Assert.Single(deep.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_further_track_that_cannot_be_read_does_not_cost_the_dub()
    {
        var result = await DubAsync("broken-track", Spanish);
        Assert.Equal(["spa"], result.Of("audio").Select(s => Text(s, "tags", "language")));
        Assert.Contains("Further tracks of the video cannot be read", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Subtitles_that_are_pictures_are_named()
    {
        const string Json = """
            {"streams":[{"index":0,"codec_type":"video","codec_name":"h264","disposition":{}},{"index":1,"codec_type":"audio","codec_name":"dts","disposition":{}},
            {"index":2,"codec_type":"subtitle","codec_name":"hdmv_pgs_subtitle","tags":{"language":"ger"},"disposition":{}},
            {"index":3,"codec_type":"data","codec_name":"none","codec_tag_string":"tmcd"}],"format":{"tags":{"title":"x","encoder":"y"}}}
            """;
        var kept = KeptTracks.Of(System.Text.Json.JsonSerializer.Deserialize<FFProbeAnalysis>(Json)!, Spanish);
        Assert.Equal("An MP4 cannot hold and the result lacks: subtitles as pictures (ger).", Assert.Single(kept.Warnings));
    }

    private static (string? Codec, string? Pixels, string? Transfer) Looks(DubbedFile result)
    {
        var video = result.Of("video")[0];
        return (Text(video, "codec_name"), Text(video, "pix_fmt"), Text(video, "color_transfer"));
    }

    private static string? Text(JsonNode? node, params string[] path) => (string?)path.Aggregate(node, (at, name) => at?[name]);

    private async Task<DubbedFile> DubAsync(string kind, DubbingOptions options)
    {
        var directory = kinds.Room();
        await using var host = new PipelineHost();
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = kinds.File(kind) };
        var probe = await host.RunAsync(Stage.Probe, directory, artifacts, options);
        await host.RunAsync(Stage.Extract, directory, artifacts, options);
        artifacts[Artifacts.Mix] = artifacts[Artifacts.Audio];
        artifacts[Artifacts.Translation] = Path.Combine(directory, "translation.json");
        await PipelineJson.WriteAsync(
            artifacts[Artifacts.Translation], new Transcript("en", "es", [new Cue(1, 0.5, 1.5, "Hello.", "Hola.")]), CancellationToken.None);
        var mux = await host.RunAsync(Stage.Mux, directory, artifacts, options);
        return await DubbedFile.OfAsync(probe.Media!, artifacts, [.. probe.Warnings ?? [], .. mux.Warnings ?? []]);
    }
}
