namespace TransVox.Cli.Tests;

public sealed class ReviewTests : CliTest
{
    private const string Document =
        """{"eTag":"\"v1\"","editable":true,"cues":[{"index":0,"start":1.25,"end":3.5,"text":"Hello, world.","translation":"Hola, mundo.","confidence":0.81,"speaker":"Ana"},{"index":1,"start":4,"end":5.04,"text":"Two\nlines","translation":"Dos"}],"problems":[{"index":1,"code":"too_long_for_slot","message":"Too long by 0.4 s.","blocking":true}]}""";

    [Fact]
    public async Task Cues_go_through_a_text_file_and_back_with_the_version_they_were_made_of()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnJson("PUT /api/jobs/j1/subtitles", 200, Document);

        Assert.Equal(0, (await RunAsync("review", "j1", "--save", "cues.txt")).ExitCode);
        var text = await File.ReadAllTextAsync(Folder.File("cues.txt"));
        Assert.Contains("[0] 00:00:01.250 --> 00:00:03.500 {Ana}\n< Hello, world.\n> Hola, mundo.", text, StringComparison.Ordinal);
        Assert.Contains("# MUST FIX too_long_for_slot: Too long by 0.4 s.", text, StringComparison.Ordinal);
        Assert.Contains("< Two\n< lines\n> Dos", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Folder.File("cues.txt"), text.Replace("Hola, mundo.", "Hola a todos.", StringComparison.Ordinal).Replace("00:00:05.040", "00:00:05,500", StringComparison.Ordinal));
        var put = await RunAsync("review", "j1", "--put", "cues.txt");

        Assert.Equal(0, put.ExitCode);
        var request = Assert.Single(Server.RequestsTo("PUT /api/jobs/j1/subtitles"));
        Assert.Equal("\"v1\"", request.Header("If-Match"));
        var cues = Json(request.Text).GetProperty("cues");
        Assert.Equal("Hola a todos.", cues[0].GetProperty("translation").GetString());
        Assert.Equal("Ana", cues[0].GetProperty("speaker").GetString());
        Assert.Equal(1.25, cues[0].GetProperty("start").GetDouble());
        Assert.Equal("Two\nlines", cues[1].GetProperty("text").GetString());
        Assert.Equal(5.5, cues[1].GetProperty("end").GetDouble());
    }

    [Fact]
    public async Task Cues_go_through_a_json_file_too()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnJson("PUT /api/jobs/j1/subtitles", 200, Document);

        await RunAsync("review", "j1", "--save", "cues.json");
        var result = await RunAsync("review", "j1", "--put", "cues.json", "--force");

        Assert.Equal(0, result.ExitCode);
        var request = Assert.Single(Server.RequestsTo("PUT /api/jobs/j1/subtitles"));
        Assert.Equal("*", request.Header("If-Match"));
        Assert.Equal(0.81, Json(request.Text).GetProperty("cues")[0].GetProperty("confidence").GetDouble());
    }

    [Fact]
    public async Task Somebody_who_was_faster_is_exit_code_7()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnProblem("PUT /api/jobs/j1/subtitles", 412, "precondition_failed", "The cues were changed meanwhile.");
        await RunAsync("review", "j1", "--save", "cues.txt");

        var result = await RunAsync("review", "j1", "--put", "cues.txt");

        Assert.Equal(7, result.ExitCode);
        Assert.Contains("changed meanwhile", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# etag: \"v1\"\n[0] 00:00:01.000 --> 00:00:02.000\nno mark\n", "Line 3")]
    [InlineData("# etag: \"v1\"\n[0] later --> 00:00:02.000\n> x\n", "Line 2")]
    [InlineData("# etag: \"v1\"\n[0] 00:00:01.000 --> 00:99:02.000\n> x\n", "Line 2")]
    [InlineData("# etag: \"v1\"\n", "no cue")]
    [InlineData("[0] 00:00:01.000 --> 00:00:02.000\n> x\n", "version")]
    [InlineData("# etag: \"v\u0001\r\nX-Evil: 1\"\n[0] 00:00:01.000 --> 00:00:02.000\n> x\n", "Line 2")]
    public async Task A_file_that_cannot_be_read_names_the_line_and_sends_nothing(string text, string message)
    {
        Folder.Write("cues.txt", text);

        var result = await RunAsync("review", "j1", "--put", "cues.txt");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task The_editor_changes_the_text_and_approve_follows()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnJson("PUT /api/jobs/j1/subtitles", 200, """{"eTag":"\"v2\"","editable":true,"cues":[],"problems":[]}""");
        Server.OnJson("POST /api/jobs/j1/approve", 202, Job("j1", "QueuedUser"));

        var result = await RunWithAsync(new() { ["VISUAL"] = null, ["EDITOR"] = "sed -i s/mundo/amigos/" }, "review", "j1", "--edit", "--approve");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Hola, amigos.", Assert.Single(Server.RequestsTo("PUT /api/jobs/j1/subtitles")).Text, StringComparison.Ordinal);
        Assert.Equal("\"v2\"", Assert.Single(Server.RequestsTo("POST /api/jobs/j1/approve")).Header("If-Match"));
    }

    [Fact]
    public async Task What_must_be_fixed_is_not_approved()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnJson("PUT /api/jobs/j1/subtitles", 200, Document);
        await RunAsync("review", "j1", "--save", "cues.txt");

        var result = await RunAsync("review", "j1", "--put", "cues.txt", "--approve");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("1 problem(s) must be fixed", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Server.RequestsTo("POST /api/jobs/j1/approve"));
    }

    [Fact]
    public async Task After_a_refusal_the_users_text_is_kept()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnProblem("PUT /api/jobs/j1/subtitles", 422, "invalid_subtitles", "Cue 1 overlaps cue 2.");

        var result = await RunWithAsync(new() { ["VISUAL"] = "sed -i s/mundo/amigos/" }, "review", "j1", "--edit");

        Assert.Equal(2, result.ExitCode);
        var kept = result.Errors.ReplaceLineEndings(" ").Split(' ').Single(word => word.EndsWith("review.txt;", StringComparison.Ordinal)).TrimEnd(';');
        Assert.Contains("Hola, amigos.", await File.ReadAllTextAsync(kept), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
    }

    [Fact]
    public async Task A_cue_is_spoken_into_a_file_with_another_text_if_wanted()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.On("POST /api/jobs/j1/review/speak", (context, _) => context.Response.Body.WriteAsync(new byte[] { 82, 73, 70, 70 }).AsTask());

        var plain = await RunAsync("review", "j1", "--speak", "0");
        var other = await RunAsync("review", "j1", "--speak", "1", "--text", "Tres", "--out", "three.wav", "--json");

        Assert.Equal((0, 0), (plain.ExitCode, other.ExitCode));
        Assert.Equal([82, 73, 70, 70], await File.ReadAllBytesAsync(Folder.File("cue-0.wav")));
        Assert.Equal([82, 73, 70, 70], await File.ReadAllBytesAsync(Folder.File("three.wav")));
        Assert.Equal(("j1", 1, "three.wav", 4), (
            Json(other.Output).GetProperty("jobId").GetString(), Json(other.Output).GetProperty("cue").GetInt32(),
            Json(other.Output).GetProperty("file").GetString(), Json(other.Output).GetProperty("size").GetInt32()));
        var sent = Server.RequestsTo("POST /api/jobs/j1/review/speak").Select(request => Json(request.Text).GetProperty("cue")).ToList();
        Assert.Equal(["Hola, mundo.", "Tres"], sent.Select(cue => cue.GetProperty("translation").GetString()));
        Assert.Equal("Ana", sent[0].GetProperty("speaker").GetString());
    }

    [Theory]
    [InlineData("There is no cue 7", "--speak", "7")]
    [InlineData("go with --speak", "--text", "Hola")]
    [InlineData("Use one of", "--speak", "0", "--edit")]
    public async Task A_cue_that_cannot_be_meant_is_not_spoken(string message, params string[] options)
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);

        var result = await RunAsync(["review", "j1", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
        Assert.Empty(Server.RequestsTo("POST /api/jobs/j1/review/speak"));
    }

    [Fact]
    public async Task Revise_sends_the_cues_and_names_the_new_job()
    {
        Server.OnJson("GET /api/jobs/j1/subtitles", 200, Document);
        Server.OnJson("POST /api/jobs/j1/revise", 202, Job("j2", "Received"));
        await RunAsync("review", "j1", "--save", "cues.json");

        var result = await RunAsync("revise", "j1", "cues.json", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("j2", Json(result.Output).GetProperty("id").GetString());
        Assert.Equal(2, Json(Assert.Single(Server.RequestsTo("POST /api/jobs/j1/revise")).Text).GetProperty("cues").GetArrayLength());
    }
}
