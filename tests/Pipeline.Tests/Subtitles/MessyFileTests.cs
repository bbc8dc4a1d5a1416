using System.Text;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Pipeline.Tests.Subtitles;

/// <summary>Files as they come: encodings, rolling captions, stray numbers, invisible marks, odd arrows.</summary>
public sealed class MessyFileTests
{
    static MessyFileTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("en", "windows-1252", "It’s “fine” – really…")]
    [InlineData("es", "iso-8859-1", "¿Dónde está el niño?")]
    [InlineData("pt-br", "windows-1252", "Não é possível, irmão.")]
    [InlineData("pl", "windows-1250", "Zażółć gęślą jaźń, proszę państwa.")]
    [InlineData("cs", "windows-1250", "Příliš žluťoučký kůň úpěl ďábelské ódy.")]
    [InlineData("hu", "iso-8859-2", "Árvíztűrő tükörfúrógép, jó estét.")]
    [InlineData("ru", "windows-1251", "Доброе утро, как дела?")]
    [InlineData("ru", "koi8-r", "Доброе утро, как дела?")]
    [InlineData("en", "windows-1251", "Доброе утро, как дела?")]
    [InlineData("el", "windows-1253", "Καλημέρα, τι κάνεις σήμερα;")]
    [InlineData("tr", "windows-1254", "Günaydın, nasılsınız? Şu iş çok güzel.")]
    [InlineData("he", "windows-1255", "בוקר טוב, מה שלומך?")]
    [InlineData("ar", "windows-1256", "صباح الخير كيف حالك")]
    [InlineData("lt", "windows-1257", "Labas rytas, kaip sekasi šiandien žmonės?")]
    [InlineData("th", "windows-874", "สวัสดีตอนเช้า")]
    [InlineData("zh", "gb18030", "早上好，欢迎来到这里。")]
    [InlineData("zh", "big5", "早安，歡迎來到這裡。")]
    [InlineData("ja", "shift_jis", "おはようございます。ようこそ。")]
    [InlineData("ja", "euc-jp", "おはようございます。ようこそ。")]
    [InlineData("ko", "euc-kr", "좋은 아침입니다. 환영합니다.")]
    [InlineData("en", "utf-16BE", "Good morning café.")]
    [InlineData("en", "utf-32", "Good morning café.")]
    public void Encodings_are_told(string language, string encoding, string text)
    {
        var codec = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. codec.Preamble, .. codec.GetBytes($"1\n00:00:01,000 --> 00:00:02,000\n{text}\n")];
        var transcript = OwnSubtitles.ToTranscript(bytes, language);
        Assert.Equal(text, Assert.Single(transcript.Cues).Text);
        Assert.Equal(codec.Preamble.Length > 0, transcript.Warnings is null);
    }

    [Fact]
    public void Lost_letters_are_refused_with_their_line()
    {
        string Message(byte[] bytes)
        {
            var refused = Assert.Throws<StageException>(() => OwnSubtitles.ToTranscript(bytes, "en"));
            Assert.Equal(ErrorCodes.InvalidSubtitles, refused.Code);
            return refused.Message;
        }

        var file = "1\n00:00:01,000 --> 00:00:02,000\nGood morning caf\uFFFD.\n";
        Assert.Contains("line 3 ", Message(Encoding.UTF8.GetBytes(file)), StringComparison.Ordinal);
        // One broken byte in a long UTF-8 file is damage, not another encoding.
        byte[] damaged = [.. Encoding.UTF8.GetBytes(file.Replace("caf\uFFFD", "ééééé ñññññ", StringComparison.Ordinal)), 0xC3];
        Assert.Contains("line 4 ", Message(damaged), StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_that_roll_or_grow_without_word_times_say_each_word_once()
    {
        const string Rolled = "1\n00:00:01,000 --> 00:00:02,000\nso today we\n\n2\n00:00:02,000 --> 00:00:03,000\nso today we\nlook at bees\n\n3\n00:00:03,000 --> 00:00:04,000\nlook at bees\nand at honey\n\n4\n00:00:04,000 --> 00:00:05,000\nand at honey\nhoney is good\n";
        Assert.Equal(["so today we", "look at bees", "and at honey", "honey is good"], SubtitleReader.Parse(Rolled).Cues.Select(cue => cue.Text));
        const string Grown = "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:02,000 --> 00:00:03,000\nHello to\n\n3\n00:00:03,000 --> 00:00:04,000\nHello to all\n\n4\n00:00:04,000 --> 00:00:05,000\nHello to all of you\n";
        Assert.Equal("Hello to all of you", string.Join(' ', SubtitleReader.Parse(Grown).Cues.Select(cue => cue.Text)));
    }

    [Fact]
    public void What_somebody_says_twice_stays()
    {
        const string Said = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\n\n3\n00:00:03,000 --> 00:00:04,000\nWell.\n\n4\n00:00:04,000 --> 00:00:05,000\nYes, yes.\n";
        Assert.Equal(["No.", "No.", "Well.", "Yes, yes."], SubtitleReader.Parse(Said).Cues.Select(cue => cue.Text));
    }

    [Theory]
    // The number stands twice, and after an empty line; https://github.com/kaegi/subparse/issues/11
    [InlineData("1\n00:00:06,000 --> 00:00:12,074\nFirst\n\n2\n\n2\n00:11:49,412 --> 00:11:52,858\nSecond\n")]
    // Invisible marks of direction; https://github.com/SubtitleEdit/subtitleedit/issues/6612
    [InlineData("\u200F1\n\u200F00:00:06,000 --> 00:00:12,074\u200F\nFirst\n\n\u202B2\u202C\n\u200F00:11:49,412 --> 00:11:52,858\nSecond\n")]
    // No empty lines; https://github.com/tkarabela/pysubs2/issues/11
    [InlineData("1\n00:00:06,000 --> 00:00:12,074\nFirst\n2\n00:11:49,412 --> 00:11:52,858\nSecond\n")]
    // An empty line below the number, no fraction; https://github.com/France-ioi/codecast/issues/132, https://github.com/Aegisub/Aegisub/issues/250
    [InlineData("\n1\n\n00:00:06 --> 00:00:12.074\nFirst\n\n2\n\n00:11:49.412 --> 00:11:52.858\nSecond\n")]
    // Word processors make a dash of the arrow; https://github.com/mbunkus/mkvtoolnix/issues/1749
    [InlineData("1\n00:00:06,000 \u2014> 00:00:12,074\nFirst\n\n2\n00:11:49,412 -> 00:11:52,858\nSecond\n")]
    [InlineData("WEBVTT\n\none\n00:06.000 --> 00:12.074\nFirst\n \ntwo\n11:49.412 --> 11:52.858\nSecond\n")]
    public void Numbers_marks_and_arrows_are_no_text(string file)
    {
        var (cues, problems) = SubtitleReader.Parse(file);
        Assert.Empty(problems);
        Assert.Equal(["First", "Second"], cues.Select(cue => cue.Text));
        Assert.Equal((6, 12.074), (cues[0].Start, cues[0].End));
    }

    [Fact]
    public void A_line_that_is_a_number_is_text_where_cues_are_not_numbered()
    {
        const string File = "00:00:01,000 --> 00:00:02,000\nMy bet:\n3000\n\n00:00:03,000 --> 00:00:04,000\nCall.\n";
        Assert.Equal(["My bet:\n3000", "Call."], SubtitleReader.Parse(File).Cues.Select(cue => cue.Text));
    }

    [Fact]
    public void Empty_cues_without_length_say_nothing_and_are_no_mistake()
    {
        // https://github.com/tkarabela/pysubs2/issues/11
        const string File = "392\n00:29:27,46 --> 00:29:29,83\nI'm Liza Minnelli..\n\n393\n00:00:00,00 --> 00:00:00,00\n\n394\n00:00:00,00 --> 00:00:00,00\n";
        var transcript = OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(File), "en");
        Assert.Equal("I'm Liza Minnelli..", Assert.Single(transcript.Cues).Text);
        Assert.Null(transcript.Warnings);
    }

    [Fact]
    public void However_many_cues_are_left_out_the_rest_is_used()
    {
        var file = string.Concat(Enumerable.Range(0, 300).Select(i => $"{i + 1}\n00:00:{i % 60:00},000 --> 00:00:{i % 60:00},000\nNothing {i}.\n\n"))
            + "301\n00:01:00,000 --> 00:01:02,000\nLast.\n";
        var transcript = OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(file), "en");
        Assert.Equal("Last.", Assert.Single(transcript.Cues).Text);
        Assert.Contains("(and 295 more)", Assert.Single(transcript.Warnings!), StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_cues_are_named()
    {
        const string File = "1\n00:00:01,000 --> 00:00:05,000\nOne.\n\n2\n00:00:03,000 --> 00:00:06,000\nTwo.\n";
        var transcript = OwnSubtitles.ToTranscript(Encoding.UTF8.GetBytes(File), "en");
        Assert.StartsWith("Cue 2 begins before another ends", Assert.Single(transcript.Warnings!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("APPLAUSE", "[APPLAUSE]")]
    [InlineData("THEY LAUGH", "[THEY LAUGH]")]
    [InlineData("DOG BARKING", "[DOG BARKING]")]
    [InlineData("HELP", "HELP")]
    public void Sounds_that_captions_name_in_capitals_get_brackets(string line, string text)
    {
        var (cues, _) = SubtitleReader.Parse($"1\n00:00:01,000 --> 00:00:02,000\n{line}\n\n2\n00:00:03,000 --> 00:00:04,000\nThank you.\n");
        Assert.Equal(text, cues[0].Text);
        // Where everything is in capitals they say nothing.
        var shouted = SubtitleReader.Parse($"1\n00:00:01,000 --> 00:00:02,000\n{line}\n\n2\n00:00:03,000 --> 00:00:04,000\nTHANK YOU.\n").Cues[0];
        Assert.Equal(line, shouted.Text);
    }
}
