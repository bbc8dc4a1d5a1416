using System.Net;
using System.Text;
using TransVox.Api.Submit;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Forms: what is read, in which order, how much, and what is refused.</summary>
public sealed class SubmitTests : IAsyncLifetime
{
    private const string Target = "targetLanguage";
    private ApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static readonly string[] Names =
    [
        "../../etc/passwd", "..\\..\\windows\\system32", "a b  c.mp4", "quote\"quote.mp4", "single'quote.mp4", "line\nbreak.mp4", "carriage\rreturn.mp4",
        "-rf.mp4", "--help", "%03d.mp4", "%2e%2e%2f.mp4", "%22.mp4", "a;b=c.mp4", "名前🎬.mp4", "Ünïcödé é.mp4", "tab\there.mp4", "back\\slash.mp4", "\\\\\"", "<script>.mp4",
        "$(reboot).mp4", "nul\u0001l.mp4", "\u202Egpj.mp4", ".", "..", "con", new string('é', 127),
    ];

    public static TheoryData<string> NastyNames => [.. Names];

    [Theory]
    [MemberData(nameof(NastyNames))]
    public async Task A_name_arrives_intact_as_text_in_its_extended_form(string name)
    {
        var job = await (await SubmitAsync(Forms.File($"form-data; name=\"video\"; filename=\"plain.mp4\"; filename*={Forms.Extended(name)}"))).ReadJobAsync();
        Assert.Equal(name, job.FileName);
    }

    /// <summary>Without those that this spelling cannot tell from its own escapes; docs/http.md says so.</summary>
    public static TheoryData<string> NamesThatBrowsersCanSpell => [.. Names.Where(name => name is not ("%22.mp4" or "\\\\\""))];

    [Theory]
    [MemberData(nameof(NamesThatBrowsersCanSpell))]
    public async Task A_name_arrives_intact_as_browsers_send_it(string name)
    {
        // WHATWG HTML, multipart/form-data encoding: raw UTF-8 with three characters escaped.
        var sent = name.Replace("\n", "%0A", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal);
        var job = await (await SubmitAsync(Forms.File($"form-data; name=\"video\"; filename=\"{sent}\""))).ReadJobAsync();
        Assert.Equal(name, job.FileName);
    }

    [Theory]
    [InlineData("filename=\"a\\\"b.mp4\"", "a\"b.mp4")]
    [InlineData("filename=plain.mp4", "plain.mp4")]
    [InlineData("filename=\"a\\\\b.mp4\"", "a\\b.mp4")]
    [InlineData("filename*=utf-8'en'%e2%82%ac.mp4", "€.mp4")]
    public async Task Other_spellings_of_names_are_understood(string parameter, string expected) =>
        Assert.Equal(expected, (await (await SubmitAsync(Forms.File($"form-data; name=\"video\"; {parameter}"))).ReadJobAsync()).FileName);

    [Theory]
    [InlineData("form-data; name=\"video\"", "invalid_file_name")]
    [InlineData("form-data; name=\"video\"; filename=\"\"", "invalid_file_name")]
    [InlineData("form-data; name=\"video\"; filename*=UTF-8''%FF%FE", "invalid_file_name")]
    [InlineData("form-data; name=\"video\"; filename*=UTF-8''%zz", "invalid_file_name")]
    [InlineData("form-data; name=\"video\"; filename*=latin1''a", "invalid_file_name")]
    [InlineData("form-data; name=\"video\"; filename=\"a\"; filename=\"b\"", "invalid_request")]
    [InlineData("form-data; name=\"video\"; name=\"x\"; filename=\"b\"", "invalid_request")]
    [InlineData("form-data; filename=\"b\"", "invalid_request")]
    [InlineData("attachment; name=\"video\"; filename=\"b\"", "invalid_request")]
    public async Task A_part_without_a_usable_name_is_refused(string disposition, string code) =>
        await (await SubmitAsync(Forms.File(disposition))).ReadProblemAsync(HttpStatusCode.BadRequest, code);

    [Theory]
    [InlineData("/api/jobs/job-1/subtitles", "{\"cues\":[null]}")]
    [InlineData("/api/glossary", "[null]")]
    [InlineData("/api/admin/limits", "{\"maxGlobalJobs\":3,\"maxJobsPerUser\":1,\"queueTimeout\":60,\"maxQueueSize\":9,\"maxVideoSizeMb\":9,\"maxVideoDurationMinutes\":9,\"pools\":{\"a\":null}}")]
    public async Task A_null_in_a_list_or_a_map_is_refused(string address, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("If-Match", "\"1\"");
        var answer = await _server.Client.SendAsync(request);

        Assert.Contains("a null in a list or a map", (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_boundary_with_a_long_line_behind_it_is_refused()
    {
        var field = Forms.Field(Target, "es");
        var answer = await PostAsync(field[..^2] + "\r\n--" + Forms.Boundary + new string('x', 200) + "\r\n" + Forms.End);

        Assert.Contains("malformed", (await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_more_than_255_bytes_is_refused() =>
        await (await SubmitAsync(Forms.File($"form-data; name=\"video\"; filename=\"{new string('é', 128)}\""))).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_file_name");

    [Fact]
    public async Task The_file_must_not_come_before_the_options()
    {
        var video = Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"");
        var first = await PostAsync(video + Forms.Field(Target, "es") + Forms.End);
        Assert.Contains("must come before the file", (await first.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Detail, StringComparison.Ordinal);

        var after = await PostAsync(Forms.Field(Target, "es") + video + Forms.Field("review", "true") + Forms.End);
        Assert.Contains("must be the last part", (await after.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Detail, StringComparison.Ordinal);
        Assert.Equal(0, _server.Jobs.Places);
    }

    [Fact]
    public async Task A_transcript_needs_no_target_language_and_own_subtitles_may_be_the_translation()
    {
        var transcript = await (await PostAsync(
            Forms.Field("output", "transcript") + Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"") + Forms.End)).ReadJobAsync();
        Assert.Equal((Contract.Dubbing.OutputKind.Transcript, null), (transcript.Options.Output, transcript.Options.TargetLanguage));

        var translated = await (await PostAsync(
            Forms.Field(Target, "es") + Forms.Field("subtitleLanguage", "ES") + Forms.Field("subtitleFile", "1\n00:00:01,000 --> 00:00:02,000\nHola\n")
            + Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"") + Forms.End)).ReadJobAsync();
        Assert.Equal("es", translated.Options.SubtitleLanguage);
        Assert.True(_server.Jobs[translated.Id].Command.Options.BringsTranslation());
        var bad = await PostAsync(Forms.Field(Target, "es") + Forms.Field("subtitleLanguage", "not a code") + Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"") + Forms.End);
        await bad.ReadProblemAsync(HttpStatusCode.BadRequest, "unsupported_language");
    }

    public static TheoryData<string, string> BadFields => new()
    {
        { Forms.Field("targetLang", "es"), "no field 'targetLang'" },
        { Forms.Field(Target, "es") + Forms.Field(Target, "de"), "twice" },
        { Forms.Field(Target, "es") + Forms.Field("speed", "fast"), "'speed'" },
        { Forms.Field(Target, "es") + Forms.Field("speed", "NaN"), "'speed'" },
        { Forms.Field(Target, "es") + Forms.Field("speed", "1e9"), "'speed'" },
        { Forms.Field(Target, "es") + Forms.Field("priority", "7"), "'priority'" },
        { Forms.Field(Target, "es") + Forms.Field("subtitles", "Blinking"), "Soft, Hard, Bilingual, None" },
        { Forms.Field(Target, "es") + Forms.Field("review", "maybe"), "'review'" },
        { Forms.Field(Target, "es") + Forms.Field("formality", "polite"), "Formal, Informal" },
        { Forms.Field(Target, "es") + Forms.Field("voices", "S1=es"), "'voices' must be a JSON object" },
        { Forms.Field(Target, "es") + Forms.Field("targetLanguages", "es,de"), "not both" },
        { Forms.Field("output", "Transcript") + Forms.Field("targetLanguages", "es,de"), "Leave 'targetLanguages' out" },
        { Forms.Field("targetLanguages", "es,de") + Forms.Field("combine", "perhaps"), "'combine'" },
        { "", "'targetLanguage' is missing" },
        { Forms.Field("output", "Subtitles"), "'targetLanguage' is missing" },
        { Forms.Field(Target, "es") + Forms.Field("output", "Text"), "Video, Audio, Dual, Subtitles, Transcript" },
        { string.Concat(Enumerable.Range(0, 20).Select(i => Forms.Field($"x{i}", "1"))), "no field 'x0'" },
        { $"--{Forms.Boundary}\r\nContent-Disposition: form-data; name=\"a\u0007b\"\r\n\r\n1\r\n", "no field 'a?b'" },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public async Task A_wrong_field_is_named(string fields, string detail)
    {
        var response = await PostAsync(fields + Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"") + Forms.End);
        Assert.Contains(detail, (await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_languages_arrive_in_their_order_and_one_of_them_is_one()
    {
        var several = await (await PostAsync(Forms.Field("targetLanguages", "pt-BR, es") + Forms.Field("combine", "true") + Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"") + Forms.End)).ReadJobAsync();
        Assert.Equal(["pt-br", "es"], several.Options.TargetLanguages!);
        Assert.Equal<(string?, bool)>((null, true), (several.Options.TargetLanguage, several.Options.Combine));
        var link = await (await _server.Client.PostJsonAsync("api/uploads", new { fileName = "a.mp4" })).ReadAsync<UploadLink>(HttpStatusCode.Created);
        var one = await (await _server.Client.PostJsonAsync("api/jobs", new { uploadId = link.UploadId, targetLanguages = new[] { "es" } })).ReadJobAsync();
        Assert.Equal<(string?, IReadOnlyList<string>?)>(("es", null), (one.Options.TargetLanguage, one.Options.TargetLanguages));
    }

    [Fact]
    public async Task A_video_is_named_by_its_address_in_place_of_an_upload()
    {
        var job = await (await _server.Client.PostJsonAsync("api/jobs", new { sourceUrl = "https://media.example/a/my%20talk.mp4?sig=1", targetLanguage = "es" })).ReadJobAsync();
        Assert.Equal("my talk.mp4", job.FileName);
        var named = await (await _server.Client.PostJsonAsync("api/jobs", new { sourceUrl = "https://media.example/watch?v=1", fileName = "Talk", targetLanguage = "es" })).ReadJobAsync();
        Assert.Equal("Talk", named.FileName);
        await (await _server.Client.PostJsonAsync("api/jobs", new { sourceUrl = "https://evil.example/", targetLanguage = "es" })).ReadProblemAsync(HttpStatusCode.BadRequest, "source_refused");
    }

    [Fact]
    public async Task Style_formality_and_voices_by_speaker_arrive()
    {
        var form = Forms.Video(fields: [("style", "as at the market"), ("formality", "informal"), ("voices", "{\"S1\":\"es+m3\",\"Ana B.\":\"es\"}")]);
        var job = await (await _server.Client.PostAsync(new Uri("api/jobs", UriKind.Relative), form)).ReadJobAsync();
        Assert.Equal<(string?, TransVox.Contract.Dubbing.Formality?)>(("as at the market", TransVox.Contract.Dubbing.Formality.Informal), (job.Options.Style, job.Options.Formality));
        Assert.Equal(["Ana B.=es", "S1=es+m3"], job.Options.Voices!.Select(voice => $"{voice.Key}={voice.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fields_and_part_headers_have_limits()
    {
        await (await PostAsync(Forms.Field("voice", new string('v', 9000)))).ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        await (await PostAsync($"--{Forms.Boundary}\r\nX: {new string('h', 9000)}\r\n\r\n1\r\n")).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        var headers = string.Concat(Enumerable.Range(0, 20).Select(i => $"X-{i}: 1\r\n"));
        await (await PostAsync($"--{Forms.Boundary}\r\n{headers}\r\n1\r\n")).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a form")]
    [InlineData("--xxBOUNDARYxx\r\nContent-Disposition: form-data; name=\"targetLanguage\"\r\n\r\nes")]
    [InlineData("--xxBOUNDARYxx--\r\n")]
    public async Task A_malformed_form_is_refused(string body) =>
        await (await PostAsync(body)).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");

    [Fact]
    public async Task A_form_that_ends_in_the_middle_of_the_file_is_refused()
    {
        var response = await PostAsync(Forms.Field(Target, "es") + $"--{Forms.Boundary}\r\nContent-Disposition: form-data; name=\"video\"; filename=\"a.mp4\"\r\n\r\nabc");
        await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
        Assert.Equal(0, _server.Jobs.Places);
    }

    [Theory]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("multipart/mixed; boundary=a", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("multipart/form-data", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", HttpStatusCode.BadRequest, "invalid_request")]
    public async Task Other_kinds_of_bodies_are_refused(string type, HttpStatusCode status, string code)
    {
        var content = new ByteArrayContent([1]);
        Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", type));
        await (await _server.Client.PostAsync("api/jobs", content)).ReadProblemAsync(status, code);
    }

    [Fact]
    public async Task Subtitles_come_in_any_encoding_as_they_are()
    {
        const string srt = "1\r\n00:00:00,000 --> 00:00:01,000\r\n<b>¿Qué?</b> 你好\r\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.Latin1 })
        {
            byte[] bytes = [.. encoding.Preamble, .. encoding.GetBytes(srt)];
            var job = await (await PostAsync(WithSubtitles(bytes))).ReadJobAsync();
            Assert.Equal(bytes, _server.Jobs[job.Id].Command.Subtitles);
        }
    }

    [Fact]
    public async Task A_hundred_thousand_cues_fit_and_more_than_the_limit_do_not()
    {
        var cues = new StringBuilder();
        for (var i = 0; i < 100_000; i++)
            cues.Append(i + 1).Append("\n00:00:00,000 --> 00:00:01,000\nSome words that somebody says here.\n\n");
        var job = await (await PostAsync(WithSubtitles(Encoding.UTF8.GetBytes(cues.ToString())))).ReadJobAsync();
        Assert.Equal(cues.Length, _server.Jobs[job.Id].Command.Subtitles!.Length);
        await (await PostAsync(WithSubtitles(new byte[SubmitHandler.MaxSubtitles + 1]))).ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
    }

    [Fact]
    public async Task A_declared_length_over_the_limit_is_refused_before_the_body_is_read()
    {
        _server.Admin.Limits = _server.Admin.Limits with { MaxVideoSizeMb = 1 };
        using var connection = await _server.ConnectAsync();
        await connection.SendAsync($"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {200L << 20}\r\n\r\n");
        var answer = await connection.ReadUntilAsync("\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_bodies_are_read_strictly()
    {
        var client = _server.Client;
        await RefusedAsync("{\"targetLanguage\":\"es\"}", "uploadId");
        await RefusedAsync("{\"uploadId\":\"u\",\"sourceUrl\":\"https://media.example/talk.mp4\",\"targetLanguage\":\"es\"}", "one of both");
        await RefusedAsync("{\"uploadId\":\"u\",\"targetLanguage\":\"es\",\"userId\":\"eve\"}", "not known");
        await RefusedAsync("{\"uploadId\":\"u\",\"uploadId\":\"v\",\"targetLanguage\":\"es\"}", "twice");
        await RefusedAsync("{\"uploadId\":\"u\",\"targetLanguage\":\"es\",\"priority\":1}", "priority");
        await RefusedAsync("{\"uploadId\":", "cannot be read");
        await RefusedAsync("[1]", "cannot be read");
        await RefusedAsync("{\"uploadId\":\"u\",\"targetLanguages\":[\"es\",null]}", "a null in a list or a map at $.targetLanguages");
        await RefusedAsync("{\"uploadId\":\"u\",\"targetLanguage\":\"es\",\"voices\":{\"S1\":null}}", "a null in a list or a map at $.voices");
        await RefusedAsync("null", "needs a JSON body");
        await RefusedAsync("", "needs a JSON body");
        await RefusedAsync(new string('[', 5000), "cannot be read");

        async Task RefusedAsync(string json, string detail)
        {
            var response = await client.PostAsync("api/jobs", new StringContent(json, Encoding.UTF8, "application/json"));
            var problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
            Assert.Contains(detail, problem.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("TransVox", problem.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", problem.Detail, StringComparison.Ordinal);
        }
    }

    private Task<HttpResponseMessage> SubmitAsync(string file) => PostAsync(Forms.Field(Target, "es") + file + Forms.End);

    private Task<HttpResponseMessage> PostAsync(string body) => _server.Client.PostAsync("api/jobs", Forms.Raw(body));

    private Task<HttpResponseMessage> PostAsync(byte[] body) => _server.Client.PostAsync("api/jobs", Forms.Raw(body));

    private static byte[] WithSubtitles(byte[] bytes) =>
    [
        .. Encoding.UTF8.GetBytes(Forms.Field(Target, "es") + $"--{Forms.Boundary}\r\nContent-Disposition: form-data; name=\"subtitleFile\"; filename=\"s.srt\"\r\n\r\n"),
        .. bytes,
        .. Encoding.UTF8.GetBytes("\r\n" + Forms.File("form-data; name=\"video\"; filename=\"a.mp4\"") + Forms.End),
    ];
}
