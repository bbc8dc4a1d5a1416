using System.Xml.Linq;
using Azure.Core;
using TransVox.ModelServer;
using TransVox.ModelServer.Faults;
using TransVox.Pipeline.Azure;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speech;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Remote;

/// <summary>Azure's services, by a server on this machine that speaks their documented protocols.</summary>
public sealed class AzureTests
{
    private const string Resource = "/subscriptions/1/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a";

    [Fact]
    public async Task The_sample_is_dubbed_under_the_hosts_identity()
    {
        using var directory = new TempDirectory();
        await using var server = await ModelServerApp.StartAsync();
        await using var host = Host(server);
        File.Copy(TestData.Sample, directory.File("source"));
        var artifacts = new Dictionary<string, string> { [Artifacts.Source] = directory.File("source") };
        var options = new DubbingOptions { TargetLanguage = "es", Glossary = [new("museum", "Prado")] };
        var results = await host.DubAsync(directory.Path, artifacts, options);
        var translation = await PipelineJson.ReadAsync<Transcript>(artifacts[Artifacts.Translation], default);
        Assert.InRange(WordErrors.Rate(await File.ReadAllTextAsync(TestData.SampleText), string.Join(' ', translation.Cues.Select(cue => cue.Text))), 0, 0.2);
        Assert.All(translation.Cues, cue => Assert.Equal("SPEAKER_1", cue.Speaker));
        Assert.Contains("Prado", translation.Cues[0].Translation, StringComparison.Ordinal);
        Assert.StartsWith("azure (fast transcription), ", results[Stage.Transcribe].Engine, StringComparison.Ordinal);
        // Silence is not sent.
        Assert.InRange(results[Stage.Transcribe].Use!.AudioSeconds, 10, 19.1);
        Assert.True(results[Stage.Translate].Use!.Characters > 100);
        Assert.InRange((await MediaFacts.OfAsync(host, artifacts[Artifacts.Dubbed])).Duration, 18.8, 19.2);
        Assert.All(server.Requests.All, request => Assert.Equal(
            request.Path.StartsWith("/tts", StringComparison.Ordinal) ? $"Bearer aad#{Resource}#token" : "Bearer token", request.Authorization));
    }

    [Fact]
    public async Task A_key_goes_into_the_header_of_the_service()
    {
        using var secrets = new TempDirectory();
        File.WriteAllText(secrets.File("key"), "k-4711");
        await using var server = await ModelServerApp.StartAsync(key: "k-4711");
        await using var host = Host(server, ("stages:Translate:server:keyFile", secrets.File("key")));
        await PipelineJson.WriteAsync(secrets.File("transcript"), new Transcript("en", null, [new Cue(1, 0, 2, "The house <b> & the book.")]), default);
        var result = await host.RunAsync(
            Stage.Translate, secrets.Path, new() { [Artifacts.Transcript] = secrets.File("transcript") }, new DubbingOptions { TargetLanguage = "es" });
        Assert.Equal("k-4711", Assert.Single(server.Requests.All).Authorization);
        var translation = await PipelineJson.ReadAsync<Transcript>(result.Outputs[Artifacts.Translation], default);
        Assert.Contains("& ", translation.Cues[0].Translation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speech_that_hurries_and_is_still_late_gets_its_length_from_the_service()
    {
        using var directory = new TempDirectory();
        await using var server = await ModelServerApp.StartAsync();
        await using var host = Host(server);
        using var servers = new Pipeline.Remote.RemoteServers(new Identity(), TimeProvider.System);
        var profile = new StageProfile { Engine = EngineKind.Azure, Server = new ServerProfile { Address = server.Address[..^"/v1".Length] } };
        var synthesizer = new AzureSynthesizer(servers.Create(Stage.Synthesize, profile, new Dictionary<string, string>()), new Pipeline.Remote.SoundAnswer(new Ffmpeg(host.Processes)));
        var request = new SpeechRequest("Muchas personas vivieron y trabajaron junto al agua.", "es", "es-ES-ElviraNeural", 1.1, 100);
        await synthesizer.SpeakAsync(request, directory.File("free.wav"), default);
        Assert.Single(server.Requests.All);
        using var free = WavReader.Open(directory.File("free.wav"));
        var wanted = Math.Round(free.Duration * 0.9, 3);
        await synthesizer.SpeakAsync(request with { Seconds = wanted }, directory.File("late.wav"), default);
        Assert.Equal(3, server.Requests.All.Count);
        using var late = WavReader.Open(directory.File("late.wav"));
        Assert.Equal(wanted, late.Duration, 0.1);
    }

    [Fact]
    public void What_is_spoken_is_a_document_whatever_the_line_says()
    {
        var document = XDocument.Parse(AzureSynthesizer.Document(new SpeechRequest("¿5 < 6 & \"tú\"?", "es", "es-MX-DaliaNeural", 1.25, 2), 2.5));
        XNamespace ssml = "http://www.w3.org/2001/10/synthesis";
        var voice = document.Root!.Element(ssml + "voice")!;
        Assert.Equal("es-MX", document.Root.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.Equal("2.5s", voice.Element((XNamespace)"https://www.w3.org/2001/mstts" + "audioduration")!.Attribute("value")!.Value);
        Assert.Equal(("1.25", "¿5 < 6 & \"tú\"?"), (voice.Element(ssml + "prosody")!.Attribute("rate")!.Value, voice.Value));
    }

    [Theory]
    [InlineData("en", "en-US")]
    [InlineData("es", "es-ES")]
    [InlineData("pt-pt", "pt-PT")]
    [InlineData("no", "nb-NO")]
    [InlineData("zh", "zh-CN")]
    public void Languages_become_locales(string language, string locale) => Assert.Equal(locale, AzureLocales.Of(language));

    [Fact]
    public async Task A_service_that_throttles_is_asked_again()
    {
        using var directory = new TempDirectory();
        await using var server = await ModelServerApp.StartAsync();
        await using var host = Host(server);
        server.Faults.Set(new Fault(FaultKind.Status, Status: 429, RetryAfter: 1, Times: 1));
        await PipelineJson.WriteAsync(directory.File("transcript"), new Transcript("en", null, [new Cue(1, 0, 2, "The house is big.")]), default);
        await host.RunAsync(
            Stage.Translate, directory.Path, new() { [Artifacts.Transcript] = directory.File("transcript") }, new DubbingOptions { TargetLanguage = "es" });
        Assert.Equal(2, server.Requests.All.Count);
    }

    private static PipelineHost Host(ModelServerApp server, params (string Key, string Value)[] settings) => new(
        new Identity(),
        [("profile", "azure"), ("settings:account", server.Address[..^"/v1".Length]), ("settings:resourceId", Resource), .. settings]);

    private sealed class Identity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Assert.Equal(["https://cognitiveservices.azure.com/.default"], requestContext.Scopes);
            return new AccessToken("token", DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
