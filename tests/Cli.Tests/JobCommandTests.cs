namespace TransVox.Cli.Tests;

public sealed class JobCommandTests : CliTest
{
    [Theory]
    [InlineData(400, "invalid_request", 2)]
    [InlineData(401, "unauthorized", 6)]
    [InlineData(403, "forbidden", 6)]
    [InlineData(404, "not_found", 3)]
    [InlineData(409, "conflict", 7)]
    [InlineData(412, "precondition_failed", 7)]
    [InlineData(413, "too_large", 2)]
    [InlineData(422, "idempotency_mismatch", 2)]
    [InlineData(429, "rate_limited", 4)]
    [InlineData(500, "internal_error", 70)]
    [InlineData(503, "storage_unavailable", 5)]
    public async Task Every_error_has_its_exit_code_and_its_code_in_json(int status, string code, int exitCode)
    {
        Server.OnProblem("GET /api/jobs/j1", status, code, "What to do.", retryAfter: 3);

        var result = await RunAsync("show", "j1", "--json", "--retries", "0");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.Output);
        var error = Json(result.Errors).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal("What to do.", error.GetProperty("message").GetString());
        Assert.Equal(status, error.GetProperty("status").GetInt32());
        Assert.Equal(3, error.GetProperty("retryAfterSeconds").GetDouble());
    }

    [Fact]
    public async Task Terms_of_the_glossary_are_set_changed_and_removed()
    {
        var stored = """[{"source":"TransVox"},{"source":"house","translation":"casa"}]""";
        Server.On("GET /api/glossary", (context, _) => ContractServer.WriteAsync(context, 200, stored));
        Server.On("PUT /api/glossary", (context, request) =>
        {
            stored = request.Text;
            return ContractServer.WriteAsync(context, 204, "");
        });
        Assert.Contains("as it is", (await RunAsync("glossary")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("glossary", "set", "House=casona", "Ada")).ExitCode);
        Assert.Equal(["TransVox=", "House=casona", "Ada="], Json(stored).EnumerateArray().Select(term => term.GetProperty("source").GetString() + "=" + (term.TryGetProperty("translation", out var t) ? t.GetString() : "")));
        Assert.Equal(2, Json((await RunAsync("glossary", "remove", "transvox", "--json")).Output).GetArrayLength());
        Assert.Equal(2, (await RunAsync("glossary", "remove", "nothing")).ExitCode);
        Assert.Equal(2, (await RunAsync("glossary", "set", "=casa")).ExitCode);
    }

    [Fact]
    public async Task No_service_is_exit_code_5_with_a_hint()
    {
        var result = await RunAsync("list", "--server", $"http://127.0.0.1:{FreePort.Next()}", "--retries", "0");

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("./transvox up", result.Errors.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Languages_are_a_table_for_people_and_the_services_document_for_programs()
    {
        Server.OnJson("GET /api/languages", 200, """{"recognized":["en"],"pairs":[{"source":"en","targets":["es","pt-br"]},{"source":"fr","targets":["es"]}],"targets":[{"language":"es","voices":["ana","luis"]},{"language":"pt-br"}],"voiceVariants":["f3"],"canChooseVoice":true,"canChooseSpeed":false,"leavesMachine":true}""");

        var shown = (await RunAsync("languages")).Output;
        var json = Json((await RunAsync("languages", "--json")).Output);

        Assert.Matches(@"en\s.*es, pt-br.*recognized", shown);
        Assert.Matches(@"fr\s.*es.*own subtitles only", shown);
        Assert.Matches(@"es\s.*ana, luis", shown);
        Assert.Matches(@"pt-br\s.*any name", shown);
        Assert.Contains("NAME+f3", shown, StringComparison.Ordinal);
        Assert.Contains("The speed cannot be chosen.", shown, StringComparison.Ordinal);
        Assert.Contains("goes to a server elsewhere.", shown, StringComparison.Ordinal);
        Assert.Equal("fr", json.GetProperty("pairs")[1].GetProperty("source").GetString());
        Assert.Equal("luis", json.GetProperty("targets")[0].GetProperty("voices")[1].GetString());
    }

    [Fact]
    public async Task Languages_of_a_service_that_declares_nothing_are_any()
    {
        Server.OnJson("GET /api/languages", 200, """{"voiceVariants":[],"canChooseVoice":true,"canChooseSpeed":true}""");

        Assert.Matches(@"any\s.*any.*recognized", (await RunAsync("languages")).Output);
    }

    [Fact]
    public async Task A_language_that_is_refused_points_to_those_that_are_not()
    {
        Server.OnProblem("POST /api/jobs", 400, "unsupported_pair", "'en' cannot be dubbed into 'ja' here. From 'en' there is: es.");

        var result = await RunAsync("submit", Folder.Write("talk.mp4", "x"), "--to", "ja");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("From 'en' there is: es.", result.Output, StringComparison.Ordinal);
        Assert.Contains("transvox languages", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_the_services_is_no_crash()
    {
        Server.On("GET /api/jobs/j1", (context, _) => ContractServer.WriteAsync(context, 502, "<html>Bad gateway</html>", "text/html"));
        Assert.Equal(5, (await RunAsync("show", "j1", "--retries", "0")).ExitCode);

        Server.OnJson("GET /api/jobs/j1", 200, "[1, 2]");
        Assert.Equal(70, (await RunAsync("show", "j1")).ExitCode);
    }

    [Fact]
    public async Task Members_and_states_of_a_newer_service_are_no_problem()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Levitating", "\"colour\":\"green\",\"stages\":[{\"stage\":\"Polish\",\"state\":\"Shining\",\"extra\":1}]"));

        var result = await RunAsync("show", "j1");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Levitating", result.Output, StringComparison.Ordinal);
        Assert.Contains("Polish", result.Output, StringComparison.Ordinal);
        var shown = Json((await RunAsync("show", "j1", "--json")).Output);
        Assert.Equal("Levitating", shown.GetProperty("state").GetString());
        Assert.Equal("Shining", shown.GetProperty("stages")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Text_of_others_cannot_command_the_terminal()
    {
        Server.OnJson("GET /api/jobs", 200, "{\"jobs\":[" + Job("j1", "Completed").Replace("talk.mp4", "\\u001b[2Jgone[red]x[/]\\u0007.mp4", StringComparison.Ordinal) + "]}");

        var result = await RunAsync("list");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", result.Output, StringComparison.Ordinal);
        Assert.Contains("gone[red]x[/]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_passes_its_filters_and_pages()
    {
        Server.OnJson("GET /api/jobs", 200, "{\"jobs\":[" + Job("j1", "Failed") + "],\"next\":\"t2\"}");

        var result = await RunAsync("list", "--state", "failed", "-n", "1", "--after", "a b", "--user", "ana", "--json");

        Assert.Equal("t2", Json(result.Output).GetProperty("next").GetString());
        var request = Assert.Single(Server.Requests);
        Assert.Equal("?state=Failed&limit=1&after=a%20b&all=true&user=ana", request.Query);
        Assert.Equal("true", request.Header("X-Dev-Admin"));
    }

    [Fact]
    public async Task Ids_are_escaped()
    {
        Server.OnJson("GET /api/jobs/..%2F..%2Fx%3Fy", 200, Job("j1", "Completed"));

        Assert.Equal(0, (await RunAsync("show", "../../x?y")).ExitCode);
    }

    [Fact]
    public async Task A_timeline_is_a_table_with_bars_over_all_pages_and_says_where_the_time_went()
    {
        Server.On("GET /api/jobs/j1/timeline", (context, request) => ContractServer.WriteAsync(context, 200, TimelinePage(request.Query.Contains("after=2", StringComparison.Ordinal) ? """
            {"kind":"Lost","at":"2026-01-01T10:01:00Z","endedAt":"2026-01-01T10:02:00Z","outcome":"Completed","stage":"Transcribe"},
            {"kind":"Sung","at":"2026-01-01T10:02:00Z","outcome":"Applauded","endedAt":"2026-01-01T10:02:00Z"},
            {"kind":"Stage","at":"2026-01-01T10:02:00Z","stage":"Transcribe","attempt":2,"host":"box:7"}]
            """ : """
            {"kind":"Submitted","at":"2026-01-01T10:00:00Z","endedAt":"2026-01-01T10:00:00Z","name":"upload","by":{"role":"Owner","userId":"ada","keyId":"k1"}},
            {"kind":"Stage","at":"2026-01-01T10:00:00Z","endedAt":"2026-01-01T10:01:00Z","outcome":"Interrupted","stage":"Transcribe","attempt":1,"code":"engine_failed","message":"It [red]broke[/]."}],"next":"2"
            """)));

        var shown = (await RunAsync("timeline", "j1")).Output;
        var json = Json((await RunAsync("timeline", "j1", "--json")).Output);

        Assert.Matches(@"\s0*\|?.*Submitted.*as an upload, by ada with key k1", shown);
        Assert.Matches(@"1 min 00 s\s+│ [█#]{9} {23} │ Transcribe\s+│ interrupted, engine_failed: It \[red\]broke\[/\]\.", shown);
        Assert.Matches(@"1 min 00 s\s+│ {9}[█#]{9} {15}│ Host gone: Transcribe|Host gone: Transcribe", shown);
        Assert.Matches(@"Sung\s+│ applauded", shown);
        Assert.Matches(@"2 min 00 s …\s+│ {17}[█#]{16} │ Transcribe, attempt 2\s+│ goes on, on box:7", shown);
        Assert.Contains("4 min 00 s so far: working 3 min 00 s, lost to hosts that went away 1 min 00 s.", shown, StringComparison.Ordinal);
        Assert.Equal(5, json.GetProperty("entries").GetArrayLength());
        Assert.Equal("Sung", json.GetProperty("entries")[3].GetProperty("kind").GetString());
        Assert.Equal(["?limit=500", "?limit=500&after=2"], Server.RequestsTo("GET /api/jobs/j1/timeline").Take(2).Select(r => r.Query));

        static string TimelinePage(string entries) =>
            "{\"jobId\":\"j1\",\"state\":\"Running\",\"from\":\"2026-01-01T10:00:00Z\",\"until\":\"2026-01-01T10:04:00Z\",\"times\":{\"waiting\":0,\"working\":180,\"retrying\":0,\"review\":0,\"lost\":60,\"languages\":0,\"other\":0},\"entries\":[" + entries + "}";
    }

    [Fact]
    public async Task A_history_that_is_gone_is_told_as_such()
    {
        Server.OnProblem("GET /api/jobs/j1/timeline", 410, "history_gone", "It is not kept any more.");

        var result = await RunAsync("timeline", "j1");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("not kept any more", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_and_retry_name_what_they_did()
    {
        Server.OnJson("POST /api/jobs/j1/cancel", 202, Job("j1", "Running", "\"cancelRequested\":true"));
        Server.OnJson("POST /api/jobs/j1/retry", 202, Job("j2", "QueuedUser", "\"basedOn\":\"j1\""));

        var cancel = await RunAsync("cancel", "j1");
        var retry = await RunAsync("retry", "j1", "--from", "translate", "--json");

        Assert.Contains("cancel asked for", cancel.Output, StringComparison.Ordinal);
        Assert.Equal("j2", Json(retry.Output).GetProperty("id").GetString());
        Assert.Equal("""{"fromStage":"Translate"}""", Assert.Single(Server.RequestsTo("POST /api/jobs/j1/retry")).Text);
    }

    [Fact]
    public async Task Delete_names_what_it_deleted()
    {
        Server.On("DELETE /api/jobs/j1", (context, _) =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        Server.OnProblem("DELETE /api/jobs/j2", 404, "not_found", "There is no such job.");

        Assert.Contains("j1 deleted", (await RunAsync("delete", "j1", "j1")).Output, StringComparison.Ordinal);
        Assert.Equal("j1", Json((await RunAsync("delete", "j1", "--json")).Output).GetProperty("deleted")[0].GetString());
        Assert.Equal(3, (await RunAsync("delete", "j2")).ExitCode);
        Assert.Equal(2, Server.RequestsTo("DELETE /api/jobs/j1").Count);
    }

    [Fact]
    public async Task A_key_is_sent_instead_of_the_development_identity_and_follows_no_redirect()
    {
        await using var other = await ContractServer.StartAsync();
        Server.On("GET /api/me", (context, _) =>
        {
            context.Response.Redirect($"{other.Url}/api/me");
            return Task.CompletedTask;
        });

        var result = await RunAsync("me", "--key", "tvk_abc", "--as", "ana");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(other.Requests);
        var request = Assert.Single(Server.Requests);
        Assert.Equal("Bearer tvk_abc", request.Header("Authorization"));
        Assert.Null(request.Header("X-Dev-User"));
    }

    [Fact]
    public async Task Queue_and_me_show_what_the_service_says()
    {
        Server.OnJson("GET /api/queue", 200, """{"pools":[{"name":"default","capacity":3,"inUse":1,"mode":"Active","policy":"Fair","leases":[]}],"waiting":[{"position":1,"jobId":"j9","userId":"dev","priority":"Normal","pool":"default","enqueuedAt":"2026-01-01T10:00:00Z","mine":true}],"maxQueueSize":100}""");
        Server.OnJson("GET /api/me", 200, """{"userId":"dev","isAdmin":false,"maxJobs":1,"weight":2,"running":1,"waiting":4,"gpuSeconds":61,"recentGpuSeconds":5,"maxVideoBytes":2147483648,"maxVideoSeconds":3600}""");

        var queue = await RunAsync("queue");
        var me = await RunAsync("me");

        Assert.Contains("1 of 3", queue.Output, StringComparison.Ordinal);
        Assert.Contains("j9", queue.Output, StringComparison.Ordinal);
        Assert.Contains("2.00 GB", me.Output, StringComparison.Ordinal);
        Assert.Contains("1 running of 1 at once, 4 waiting", me.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_says_place_start_and_end()
    {
        Server.OnJson("GET /api/queue/forecast", 200, """{"position":2,"waiting":2,"estimatedStart":"2026-01-01T10:00:00Z","estimatedFinish":"2026-01-01T10:12:00Z"}""");

        var result = await RunAsync("forecast", "--minutes", "12.5", "--output", "subtitles");
        var wrong = await RunAsync("forecast", "--minutes", "0");

        Assert.Contains("position 2 of 2, starts about", result.Output, StringComparison.Ordinal);
        Assert.Contains("done about", result.Output, StringComparison.Ordinal);
        Assert.Equal("?seconds=750&output=Subtitles", Assert.Single(Server.Requests).Query);
        Assert.NotEqual(0, wrong.ExitCode);
    }
}
