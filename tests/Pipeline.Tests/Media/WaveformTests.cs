using System.Buffers.Binary;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Media;

public sealed class WaveformTests
{
    [Fact]
    public void Least_and_greatest_sample_of_each_20_ms_are_kept()
    {
        using var directory = new TempDirectory();
        var half = new short[320];
        half[7] = short.MaxValue;
        half[8] = -16_384;
        Sound.Write(directory.File("voice.wav"), Sound.Silence(1.5), half, [256, 512]);

        Waveform.Write(directory.File("voice.wav"), directory.File("shape.dat"), CancellationToken.None);

        var bytes = File.ReadAllBytes(directory.File("shape.dat"));
        var header = Enumerable.Range(0, 6).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i))).ToArray();
        Assert.Equal([2, 1, 16_000, 320, 77, 1], header);
        var pairs = bytes[24..].Chunk(2).Select(pair => ((sbyte)pair[0], (sbyte)pair[1])).ToList();
        Assert.Equal(77, pairs.Count);
        Assert.All(pairs[..75], pair => Assert.Equal((0, 0), pair));
        Assert.Equal([(-64, 127), (1, 2)], pairs[75..]);
    }

    [Fact]
    public async Task Separation_leaves_the_shape_of_the_voice()
    {
        using var directory = new TempDirectory();
        await using var host = new PipelineHost();
        File.Copy(TestData.Sample, directory.File("source"));
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = directory.File("source") };
        foreach (var stage in new[] { Stage.Probe, Stage.Extract, Stage.Separate })
        {
            await host.RunAsync(stage, directory.Path, artifacts, new DubbingOptions { TargetLanguage = "es" });
        }

        var bytes = await File.ReadAllBytesAsync(artifacts[Artifacts.Waveform]);
        using var voice = WavReader.Open(artifacts[Artifacts.Speech]);
        Assert.Equal((int)Math.Ceiling(voice.Duration * Waveform.PairsPerSecond), (bytes.Length - 24) / 2);
        Assert.True(bytes.Skip(24).Max(value => Math.Abs((int)(sbyte)value)) > 20, "There is speech in the sample.");
    }

    [Fact]
    public void More_than_one_channel_is_no_voice()
    {
        using var directory = new TempDirectory();
        using (var writer = new WavWriter(directory.File("stereo.wav"), PcmFormat.Stereo48))
        {
            writer.Write(new short[960]);
        }

        Assert.Throws<InvalidDataException>(() => Waveform.Write(directory.File("stereo.wav"), directory.File("shape.dat"), CancellationToken.None));
    }
}
