using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>A result as ffprobe sees it.</summary>
internal sealed record DubbedFile(string Path, string Sound, MediaInfo Media, JsonNode Probe, IReadOnlyList<string> Warnings)
{
    public IReadOnlyList<JsonNode> Streams => [.. Probe["streams"]!.AsArray().Select(stream => stream!)];

    public IReadOnlyList<JsonNode> Chapters => [.. Probe["chapters"]!.AsArray().Select(chapter => chapter!)];

    public JsonNode Format => Probe["format"]!;

    public double Seconds => double.Parse((string)Format["duration"]!, CultureInfo.InvariantCulture);

    public IReadOnlyList<JsonNode> Of(string kind) => [.. Streams.Where(stream => (string?)stream["codec_type"] == kind)];

    public static async Task<DubbedFile> OfAsync(MediaInfo media, IReadOnlyDictionary<string, string> artifacts, IReadOnlyList<string> warnings)
    {
        var path = artifacts.GetValueOrDefault(Artifacts.Dubbed) ?? artifacts[Artifacts.DubbedAudio];
        var json = await RunAsync("ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json", path);
        return new DubbedFile(path, artifacts[Artifacts.Audio], media, JsonNode.Parse(json.Output)!, warnings);
    }

    /// <summary>A subtitle track as SubRip.</summary>
    public async Task<string> SubtitlesAsync(int track) =>
        (await RunAsync("ffmpeg", "-v", "error", "-nostdin", "-i", Path, "-map", $"0:s:{track}", "-f", "srt", "-")).Output;

    /// <summary>When each frame is shown.</summary>
    public async Task<IReadOnlyList<double>> PacketTimesAsync()
    {
        var lines = await RunAsync("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0", Path);
        return [.. lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture))];
    }

    /// <summary>How many frames look as if they were of two moments, and how many do not.</summary>
    public async Task<(int Fields, int Whole)> InterlacedAsync()
    {
        var log = (await RunAsync("ffmpeg", "-v", "info", "-nostdin", "-i", Path, "-map", "0:v:0", "-vf", "idet", "-f", "null", "-")).LogTail;
        var counts = Regex.Matches(log, @"Multi frame detection: TFF:\s*(\d+) BFF:\s*(\d+) Progressive:\s*(\d+)").Last();
        int Count(int group) => int.Parse(counts.Groups[group].Value, CultureInfo.InvariantCulture);
        return (Count(1) + Count(2), Count(3));
    }

    private static async Task<ProcessOutcome> RunAsync(string program, params string[] arguments)
    {
        await using var runner = Programs.Runner();
        return await runner.RunCheckedAsync(new ProcessSpec(program, arguments) { Access = null, CaptureOutput = true }, CancellationToken.None);
    }
}
