using System.Text;
using TransVox.Pipeline.Azure;
using TransVox.Pipeline.Commands;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Remote;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>Answers that no server should give, found by fuzzing: each is an answer that cannot be used, and no fault of this service.</summary>
public sealed class ForeignAnswerTests
{
    [Theory]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("[{\"translations\":null}]")]
    [InlineData("[{\"translations\":[]}]")]
    [InlineData("[{\"translations\":[null]}]")]
    [InlineData("[{\"translations\":[{\"text\":null}]}]")]
    public async Task A_line_without_a_translation_makes_the_answer_useless(string answer)
    {
        var failure = await Assert.ThrowsAsync<RemoteFailure>(() => AzureTranslator.ReadAsync("The server", Bytes(answer), 1, default));

        Assert.Equal(ErrorCodes.OutputInvalid, failure.Error.Code);
        Assert.True(failure.Again);
    }

    [Fact]
    public async Task Phrases_and_words_without_text_are_left_out()
    {
        const string answer = """
            { "phrases": [null, { "text": null }, { "text": "Hello.", "offsetMilliseconds": 9223372036854775807, "durationMilliseconds": 9223372036854775807,
              "words": [null, { "text": null }, { "text": "Hello", "offsetMilliseconds": 500, "durationMilliseconds": 500 }] }] }
            """;

        var (language, segments) = await AzureRecognizer.ReadAsync("The server", Bytes(answer), default);

        Assert.Equal("", language);
        var segment = Assert.Single(segments);
        Assert.True(segment.End > segment.Start);
        Assert.Equal("Hello", Assert.Single(segment.Words).Text);
    }

    [Theory]
    [InlineData("{\"segments\":[{\"start\":0,\"end\":1,\"text\":\"\\ud800\"}]}")]
    [InlineData("{\"segments\":[{\"start\":")]
    public async Task Half_a_character_is_as_useless_as_half_an_answer(string answer)
    {
        var error = await Assert.ThrowsAsync<StageException>(() => WhisperJson.ReadAsync(Bytes(answer), default));

        Assert.Equal((ErrorCodes.OutputInvalid, Retryability.Transient), (error.Code, error.Retry));
    }

    [Theory]
    [InlineData("RIFF\0\0\0\0WAVEfmt \u0010\0\0\0\u0001\0")]
    [InlineData("RIFF\0\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0\0\0\0\0\0\0\0\0\u0002\0\u0010\0data\u0002\0\0\0ab")]
    public async Task Sound_that_ends_in_its_header_or_has_no_rate_is_no_sound(string file)
    {
        using var directory = new TempDirectory();
        await File.WriteAllBytesAsync(directory.File("a.wav"), Encoding.Latin1.GetBytes(file));

        Assert.Throws<InvalidDataException>(() => WavReader.Open(directory.File("a.wav")));
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
