using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace TransVox.Cli.Tests;

public sealed class SubmitTests : CliTest
{
    private readonly byte[] _video = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task Options_travel_as_form_fields_and_the_video_is_the_last_part()
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));
        var subtitles = Folder.Write("own.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n");

        var result = await RunAsync(
            "submit", Video("talk.mp4"), "--to", "es", "--from", "en", "--subtitles", "HARD", "--output", "dual", "--voice", "es-1",
            "--voice-of", "S1=es+m3", "--voice-of", "Ana=es", "--style", "as at the market", "--formality", "informal", "--speed", "1.25", "--priority", "high", "--pool", "big", "--review", "--subtitle-file", subtitles, "--subtitle-language", "es", "--as", "ana");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("j1", result.Output, StringComparison.Ordinal);
        var request = Assert.Single(Server.RequestsTo("POST /api/jobs"));
        Assert.Equal("ana", request.Header("X-Dev-User"));
        Assert.StartsWith("cli-", request.Header("Idempotency-Key"), StringComparison.Ordinal);
        var parts = await PartsAsync(request);
        Assert.Equal("video", parts[^1].Name);
        Assert.Equal(_video, parts[^1].Content);
        var fields = parts[..^1].ToDictionary(part => part.Name, part => Encoding.UTF8.GetString(part.Content));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["targetLanguage"] = "es",
                ["sourceLanguage"] = "en",
                ["subtitles"] = "Hard",
                ["output"] = "Dual",
                ["voice"] = "es-1",
                ["speed"] = "1.25",
                ["voices"] = """{"Ana":"es","S1":"es\u002Bm3"}""",
                ["style"] = "as at the market",
                ["formality"] = "Informal",
                ["priority"] = "High",
                ["pool"] = "big",
                ["review"] = "true",
                ["subtitleLanguage"] = "es",
                ["subtitleFile"] = await File.ReadAllTextAsync(subtitles),
            },
            fields);
    }

    [Fact]
    public async Task Several_languages_are_one_submission_and_come_down_in_a_folder_each()
    {
        const string Languages = "\"languages\":" + """[{"language":"es","jobId":"j2","state":"Completed","progress":1},{"language":"de","jobId":"j3","state":"Failed","progress":1}],""";
        static string Outputs(string job) => "\"outputs\":" + $$"""[{"name":"transcript.json","size":2,"contentType":"application/json","url":"/api/jobs/{{job}}/files/transcript.json"}]""";
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Completed", Languages + Outputs("j1")));
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", Languages + Outputs("j1")));
        Server.OnJson("GET /api/jobs/j2", 200, Job("j2", "Completed", Outputs("j2")));
        Server.On("GET /api/jobs/j1/events", (context, _) => EventAsync(context, 1, "end", Job("j1", "Completed", Languages + Outputs("j1"))));
        foreach (var job in new[] { "j1", "j2" })
            Server.On($"GET /api/jobs/{job}/files/transcript.json", (context, _) => context.Response.WriteAsync("{}"));

        var result = await RunAsync("submit", Video("talk.mp4"), "--to", "es, de", "--combine", "--out", Folder.File("out"));
        // One language is missing: whoever waits for all must hear of it.
        Assert.Equal(1, result.ExitCode);
        var fields = (await PartsAsync(Assert.Single(Server.RequestsTo("POST /api/jobs"))))[..^1].ToDictionary(part => part.Name, part => Encoding.UTF8.GetString(part.Content));
        Assert.Equal(("es,de", "true", false), (fields["targetLanguages"], fields["combine"], fields.ContainsKey("targetLanguage")));
        Assert.True(File.Exists(Path.Combine(Folder.File("out"), "transcript.json")));
        Assert.True(File.Exists(Path.Combine(Folder.File("out"), "es", "transcript.json")));
        Assert.False(Directory.Exists(Path.Combine(Folder.File("out"), "de")));
    }

    [Fact]
    public async Task An_address_travels_as_it_is_and_is_shown_without_its_signature()
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));

        var result = await RunAsync("submit", "https://media.example/a/talk.mp4?sig=secret", "--to", "es", "--json");

        Assert.Equal(0, result.ExitCode);
        var request = Assert.Single(Server.RequestsTo("POST /api/jobs"));
        var body = System.Text.Json.Nodes.JsonNode.Parse(request.Text)!;
        Assert.Equal("https://media.example/a/talk.mp4?sig=secret", body["sourceUrl"]!.GetValue<string>());
        Assert.Equal("es", body["targetLanguage"]!.GetValue<string>());
        Assert.StartsWith("cli-", request.Header("Idempotency-Key"), StringComparison.Ordinal);
        Assert.Contains("https://media.example/a/talk.mp4", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_and_files_are_one_batch_whose_keys_tell_them_apart()
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));
        string[] batch = ["submit", "https://media.example/talk.mp4?v=1", "https://media.example/talk.mp4?v=2", Video("talk.mp4"), "--to", "es"];

        Assert.Equal(0, (await RunAsync(batch)).ExitCode);
        Assert.Equal(0, (await RunAsync(batch)).ExitCode);

        var keys = Server.RequestsTo("POST /api/jobs").Select(request => request.Header("Idempotency-Key")).ToList();
        Assert.Equal((6, 3), (keys.Count, keys.Distinct().Count()));
        Assert.Equal(keys[..3], keys[3..]);
    }

    [Fact]
    public async Task Subtitles_travel_as_the_bytes_that_they_are()
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));
        var latin1 = Encoding.Latin1.GetBytes("1\n00:00:01,000 --> 00:00:02,000\ncaf\u00e9\n");
        await File.WriteAllBytesAsync(Folder.File("own.srt"), latin1);

        Assert.Equal(0, (await RunAsync("submit", Video("talk.mp4"), "--to", "es", "--subtitle-file", Folder.File("own.srt"))).ExitCode);
        var parts = await PartsAsync(Assert.Single(Server.RequestsTo("POST /api/jobs")));
        Assert.Equal(latin1, parts.Single(part => part.Name == "subtitleFile").Content);
    }

    [Fact]
    public async Task A_transcript_needs_no_language_to_dub_into_and_everything_else_does()
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));
        var refused = await RunAsync("submit", Video("talk.mp4"), "--output", "Subtitles");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--to is missing", refused.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Empty(Server.RequestsTo("POST /api/jobs"));

        Assert.Equal(0, (await RunAsync("submit", Video("talk.mp4"), "--output", "transcript")).ExitCode);
        var parts = await PartsAsync(Assert.Single(Server.RequestsTo("POST /api/jobs")));
        Assert.Equal(["output", "video"], parts.Select(part => part.Name));
        Assert.Equal("Transcript", Encoding.UTF8.GetString(parts[0].Content));
    }

    [Theory]
    [InlineData("S1")]
    [InlineData("=es")]
    [InlineData("S1=")]
    public async Task A_voice_without_a_speaker_is_refused(string choice)
    {
        var result = await RunAsync("submit", Video("talk.mp4"), "--to", "es", "--voice-of", choice);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--voice-of takes SPEAKER=NAME", result.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain name.mp4")]
    [InlineData("it's \"quoted\".mp4")]
    [InlineData("--to.mp4")]
    [InlineData("two\nlines.mp4")]
    [InlineData("café 🎬 %03d.mp4")]
    public async Task A_file_name_arrives_as_it_is(string name)
    {
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));

        var result = await RunAsync("submit", "--to", "es", "--", Video(name));

        Assert.Equal(0, result.ExitCode);
        var parts = await PartsAsync(Assert.Single(Server.RequestsTo("POST /api/jobs")));
        Assert.Equal(name, parts[^1].FileName);
    }

    [Fact]
    public async Task A_service_that_is_away_for_a_moment_gets_the_same_submission_again()
    {
        var answers = 0;
        Server.On("POST /api/jobs", (context, _) => Interlocked.Increment(ref answers) < 3
            ? ContractServer.ProblemAsync(context, 503, "storage_unavailable", "Storage is away.", retryAfter: 0)
            : ContractServer.WriteAsync(context, 202, Job("j1", "Received")));

        var result = await RunAsync("submit", Video("talk.mp4"), "--to", "es");

        Assert.Equal(0, result.ExitCode);
        var requests = Server.RequestsTo("POST /api/jobs");
        Assert.Equal(3, requests.Count);
        Assert.Single(requests.Select(request => request.Header("Idempotency-Key")).Distinct());
        Assert.Equal(_video, (await PartsAsync(requests[^1]))[^1].Content);
    }

    [Fact]
    public async Task A_full_queue_is_exit_code_4_with_the_time_to_wait()
    {
        Server.OnProblem("POST /api/jobs", 429, "queue_full", "The queue is full.", retryAfter: 90);

        var result = await RunAsync("submit", Video("talk.mp4"), "--to", "es", "--json");

        Assert.Equal(4, result.ExitCode);
        var entry = Assert.Single(Json(result.Output).GetProperty("jobs").EnumerateArray());
        Assert.Equal("queue_full", entry.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(90, entry.GetProperty("error").GetProperty("retryAfterSeconds").GetDouble());
        Assert.Single(Server.RequestsTo("POST /api/jobs"));
    }

    [Fact]
    public async Task A_busy_user_is_told_which_job_is_active()
    {
        Server.OnProblem("POST /api/jobs", 409, "user_busy", "You have a job already.", extension: "\"activeJobId\":\"j0\"");

        var result = await RunAsync("submit", Video("talk.mp4"), "--to", "es", "--json");

        Assert.Equal(4, result.ExitCode);
        Assert.Equal("j0", Json(result.Output).GetProperty("jobs")[0].GetProperty("error").GetProperty("activeJobId").GetString());
    }

    [Fact]
    public async Task A_batch_that_runs_again_has_the_same_keys_and_another_language_has_others()
    {
        Server.On("POST /api/jobs", (context, request) =>
        {
            if (Server.RequestsTo("POST /api/jobs").Count(r => r.Header("Idempotency-Key") == request.Header("Idempotency-Key")) > 1)
                context.Response.Headers["Idempotency-Replayed"] = "true";
            return ContractServer.WriteAsync(context, 202, Job("j1", "Received"));
        });
        Folder.Write("batch/a.mp4", "first");
        Folder.Write("batch/sub/b.MKV", "second");
        Folder.Write("batch/notes.txt", "no video");

        var first = await RunAsync("submit", Folder.File("batch"), "--to", "es");
        var again = await RunAsync("submit", Folder.File("batch"), "--to", "es");
        await RunAsync("submit", Folder.File("batch"), "--to", "ca");
        await RunAsync("submit", Folder.File("batch"), "--to", "es", "--new");

        Assert.DoesNotContain("submitted before", first.Output, StringComparison.Ordinal);
        Assert.Equal(2, again.Output.Split("submitted before").Length - 1);
        var keys = Server.RequestsTo("POST /api/jobs").Select(request => request.Header("Idempotency-Key")).ToList();
        Assert.Equal(8, keys.Count);
        Assert.Equal(keys[..2], keys[2..4]);
        Assert.Equal(6, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_batch_stops_when_the_queue_is_full_and_reports_what_was_taken()
    {
        var count = 0;
        Server.On("POST /api/jobs", (context, _) => Interlocked.Increment(ref count) == 1
            ? ContractServer.WriteAsync(context, 202, Job("j1", "Received"))
            : ContractServer.ProblemAsync(context, 429, "queue_full", "The queue is full.", retryAfter: 5));
        foreach (var name in (string[])["a", "b", "c"])
            Folder.Write($"batch/{name}.mp4", name);

        var result = await RunAsync("submit", Folder.File("batch"), "--to", "es", "--json");

        Assert.Equal(4, result.ExitCode);
        var jobs = Json(result.Output).GetProperty("jobs");
        Assert.Equal(2, jobs.GetArrayLength());
        Assert.Equal("j1", jobs[0].GetProperty("job").GetProperty("id").GetString());
        Assert.Equal(2, count);
    }

    [Theory]
    [InlineData("There is no file", "missing.mp4", "--to", "es")]
    [InlineData("--speed takes", "talk.mp4", "--to", "es", "--speed", "9")]
    [InlineData("--to", "talk.mp4")]
    [InlineData("not a value of --subtitles", "talk.mp4", "--to", "es", "--subtitles", "loud")]
    public async Task A_wrong_command_line_is_exit_code_2_and_nothing_is_sent(string message, params string[] arguments)
    {
        Video("talk.mp4");

        var result = await RunAsync(["submit", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    private string Video(string name)
    {
        var path = Folder.File(name);
        File.WriteAllBytes(path, _video);
        return path;
    }

    private static async Task<List<(string Name, string? FileName, byte[] Content)>> PartsAsync(RecordedRequest request)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.Header("Content-Type")).Boundary).ToString();
        var reader = new MultipartReader(boundary, new MemoryStream(request.Body));
        var parts = new List<(string, string?, byte[])>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            var disposition = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            using var content = new MemoryStream();
            await section.Body.CopyToAsync(content);
            var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar.ToString() : null;
            parts.Add((HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), fileName, content.ToArray()));
        }

        return parts;
    }
}
