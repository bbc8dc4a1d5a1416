using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>What the engines can do is known before anybody asks for it, and is exactly what is accepted.</summary>
public sealed class CatalogueTests
{
    private static readonly (string, string)[] Declared =
    [
        ("profile", "fake"),
        ("stages:Transcribe:sourceLanguages:0", "en"),
        ("stages:Transcribe:sourceLanguages:1", "de"),
        ("stages:Translate:pairs:en:0", "es"),
        ("stages:Translate:pairs:en:1", "pt"),
        ("stages:Translate:pairs:en:2", "ja"),
        ("stages:Translate:pairs:fr:0", "es"),
        ("stages:Synthesize:languageVoices:es:0", "ana"),
        ("stages:Synthesize:languageVoices:es:1", "luis"),
        ("stages:Synthesize:languageVoices:pt-br:0", "rui"),
    ];

    [Fact]
    public async Task The_embedded_engines_offer_what_is_installed_and_accept_all_of_it()
    {
        await using var host = new PipelineHost();
        var catalogue = host.Stages.Catalogue;

        Assert.Equal(["en"], catalogue.Recognized!);
        Assert.Contains("es", catalogue.TargetsFrom("en")!);
        Assert.Contains("es-419", catalogue.VoicesOf("es")!);
        Assert.Contains("f3", catalogue.VoiceVariants);
        Assert.True(catalogue is { CanChooseVoice: true, CanChooseSpeed: true });
        foreach (var pair in catalogue.Pairs!)
        {
            foreach (var target in pair.Targets!)
            {
                var options = new DubbingOptions { SourceLanguage = pair.Source, TargetLanguage = target };
                host.Stages.Validate(options, ownSubtitles: true);
                foreach (var voice in catalogue.VoicesOf(target)!)
                {
                    host.Stages.Validate(options with { Voice = voice }, ownSubtitles: true);
                }
            }
        }
    }

    [Fact]
    public async Task What_profiles_declare_is_cut_to_what_all_stages_can()
    {
        await using var host = new PipelineHost(Declared);
        var catalogue = host.Stages.Catalogue;

        Assert.Equal(["en"], catalogue.Recognized!);
        Assert.Equal(["en: es,pt-br", "fr: es"], catalogue.Pairs!.Select(pair => $"{pair.Source}: {string.Join(',', pair.Targets!)}"));
        Assert.Equal(["es: ana,luis", "pt-br: rui"], catalogue.Targets!.Select(target => $"{target.Language}: {string.Join(',', target.Voices!)}"));
    }

    [Theory]
    [InlineData("en", "ja", null, false, ErrorCodes.UnsupportedPair, "From 'en' there is: es, pt-br")]
    [InlineData("it", "es", null, false, ErrorCodes.UnsupportedLanguage, "Languages of videos: en")]
    [InlineData("it", "es", null, true, ErrorCodes.UnsupportedLanguage, "Languages of videos: en, fr")]
    [InlineData("fr", "es", null, false, ErrorCodes.UnsupportedLanguage, "With subtitles of your own, 'fr' can be dubbed")]
    [InlineData("fr", "pt-br", null, true, ErrorCodes.UnsupportedPair, "From 'fr' there is: es")]
    [InlineData("en", "es", "rui", false, ErrorCodes.UnknownVoice, "Choose one of: ana, luis")]
    [InlineData("en", "pt", null, false, ErrorCodes.UnsupportedPair, "es, pt-br")]
    public async Task What_is_not_declared_is_refused_with_what_there_is(string source, string target, string? voice, bool ownSubtitles, string code, string named)
    {
        await using var host = new PipelineHost(Declared);

        var e = Assert.Throws<StageException>(() => host.Stages.Validate(new DubbingOptions { SourceLanguage = source, TargetLanguage = target, Voice = voice }, ownSubtitles));

        Assert.Equal(code, e.Code);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        var bySpeaker = new DubbingOptions { SourceLanguage = source, TargetLanguage = target, Voices = new Dictionary<string, string> { ["S1"] = voice ?? "ana" } };
        Assert.Equal(code, Assert.Throws<StageException>(() => host.Stages.Validate(bySpeaker, ownSubtitles)).Code);
    }

    [Fact]
    public async Task What_is_not_spoken_needs_no_voice_and_what_is_only_spoken_needs_no_translator()
    {
        await using var host = new PipelineHost(Declared);
        var catalogue = host.Stages.Catalogue;
        Assert.Equal(["en: es,ja,pt", "fr: es"], catalogue.ForSubtitles!.Pairs!.Select(pair => $"{pair.Source}: {string.Join(',', pair.Targets!)}"));
        Assert.Equal(["es", "pt-br"], catalogue.ForOwnTranslation!.Targets!.Select(target => target.Language));
        Assert.Null(catalogue.ForOwnTranslation.Pairs);

        var subtitles = new DubbingOptions { TargetLanguage = "ja", Output = OutputKind.Subtitles, Voice = "is not read" };
        host.Stages.Validate(subtitles);
        Assert.Equal(ErrorCodes.UnsupportedPair, CodeOf(subtitles with { TargetLanguage = "it" }));
        Assert.Equal(ErrorCodes.UnsupportedPair, CodeOf(subtitles with { TargetLanguage = "en" }));
        // German is recognized here, and nobody translates it.
        Assert.Equal(["de", "en"], catalogue.ForTranscript!.Recognized!);
        host.Stages.Validate(new DubbingOptions { SourceLanguage = "de", TargetLanguage = "", Output = OutputKind.Transcript });
        Assert.Equal(ErrorCodes.UnsupportedLanguage, CodeOf(new DubbingOptions { SourceLanguage = "it", TargetLanguage = "", Output = OutputKind.Transcript }));
        Assert.Equal(ErrorCodes.UnsupportedLanguage, CodeOf(new DubbingOptions { TargetLanguage = "" }));

        // Nobody translates Italian here, and nobody must.
        var own = new DubbingOptions { SourceLanguage = "it", TargetLanguage = "es", SubtitleLanguage = "es", Voice = "luis" };
        host.Stages.Validate(own, ownSubtitles: true);
        Assert.Equal(ErrorCodes.UnsupportedPair, CodeOf(own with { TargetLanguage = "ja", SubtitleLanguage = "ja", Voice = null }, ownSubtitles: true));
        Assert.Equal(ErrorCodes.UnknownVoice, CodeOf(own with { Voice = "rui" }, ownSubtitles: true));

        string CodeOf(DubbingOptions options, bool ownSubtitles = false) =>
            Assert.Throws<StageException>(() => host.Stages.Validate(options, ownSubtitles)).Code;
    }

    [Fact]
    public async Task Brought_subtitles_need_no_recognition_of_their_language()
    {
        await using var host = new PipelineHost(Declared);

        host.Stages.Validate(new DubbingOptions { SourceLanguage = "fr", TargetLanguage = "es", Voice = "ana" }, ownSubtitles: true);
        host.Stages.Validate(new DubbingOptions { SourceLanguage = "en-us", TargetLanguage = "es-mx", Voice = "luis" });
    }

    [Fact]
    public async Task What_nobody_declared_is_open()
    {
        await using var host = new PipelineHost(("profile", "fake"));
        var catalogue = host.Stages.Catalogue;

        Assert.True(catalogue is { Recognized: null, Pairs: null, Targets: null, Voices: null });
        host.Stages.Validate(new DubbingOptions { SourceLanguage = "fi", TargetLanguage = "ja", Voice = "any.name" });
        Assert.Equal(
            ErrorCodes.UnknownVoice,
            Assert.Throws<StageException>(() => host.Stages.Validate(new DubbingOptions { TargetLanguage = "ja", Voice = "--steal" })).Code);
    }

    [Fact]
    public async Task A_voice_or_speed_that_the_engine_does_not_read_cannot_be_chosen()
    {
        await using var host = new PipelineHost(("profile", "gpu-transvox"));
        var catalogue = host.Stages.Catalogue;

        Assert.Null(catalogue.Recognized);
        Assert.Equal(["en", "zh"], catalogue.Targets!.Select(target => target.Language));
        Assert.True(catalogue is { CanChooseVoice: false, CanChooseSpeed: false });
        var options = new DubbingOptions { SourceLanguage = "de", TargetLanguage = "zh" };
        host.Stages.Validate(options);
        Assert.Equal(ErrorCodes.UnknownVoice, Assert.Throws<StageException>(() => host.Stages.Validate(options with { Voice = "x" })).Code);
        Assert.Equal(ErrorCodes.InvalidRequest, Assert.Throws<StageException>(() => host.Stages.Validate(options with { Speed = 1.5 })).Code);
    }

    [Fact]
    public async Task The_embedded_engines_can_be_narrowed()
    {
        await using var host = new PipelineHost(
            ("stages:Translate:pairs:en:0", "es"), ("stages:Synthesize:languageVoices:es:0", "es-419"), ("stages:Synthesize:voices:0", "es"));

        Assert.Equal(["en: es"], host.Stages.Catalogue.Pairs!.Select(pair => $"{pair.Source}: {string.Join(',', pair.Targets!)}"));
        Assert.Equal(["es-419"], host.Stages.Catalogue.VoicesOf("es")!);
    }

    [Fact]
    public void Mistakes_in_a_declaration_stop_the_host()
    {
        var result = new EngineOptionsValidator().Validate(null, new EngineOptions
        {
            Stages = new()
            {
                [Stage.Translate] = new() { Pairs = new Dictionary<string, IList<string>> { ["en"] = ["klingon"] } },
                [Stage.Mix] = new() { Pairs = new Dictionary<string, IList<string>> { ["en"] = ["es"] }, Voices = ["ana"] },
                [Stage.Synthesize] = new() { LanguageVoices = new Dictionary<string, IList<string>> { ["es"] = ["-w"] } },
            },
        });

        var failures = string.Join('\n', result.Failures!);
        Assert.Contains("engines.stages.Translate.pairs has 'klingon'; it must be an ISO 639-1 code", failures, StringComparison.Ordinal);
        Assert.Contains("engines.stages.Mix.pairs is set; it belongs to the stage Translate.", failures, StringComparison.Ordinal);
        Assert.Contains("they belong to the stage Synthesize", failures, StringComparison.Ordinal);
        Assert.Contains("engines.stages.Synthesize.languageVoices has '-w'", failures, StringComparison.Ordinal);
    }
}
