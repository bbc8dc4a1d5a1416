using System.Text.Json;

namespace TransVox.Cli.Tests.Service;

/// <summary>A job's life as the client sees it on the real host.</summary>
public sealed class JobsOfServiceTests(RealService service) : RealServiceTest(service)
{
    [Fact]
    public async Task A_video_is_submitted_watched_and_its_results_are_brought()
    {
        var report = await JsonAsync(0, "submit", Video(Plan("talk")), "--to", "es", "--voice", "ana", "--out", Folder.File("results"));

        var entry = Assert.Single(report.GetProperty("jobs").EnumerateArray());
        var job = entry.GetProperty("job");
        Assert.Equal(("Completed", "ana"), (job.GetProperty("state").GetString(), job.GetProperty("options").GetProperty("voice").GetString()));
        var outputs = job.GetProperty("outputs").EnumerateArray().ToDictionary(o => o.GetProperty("name").GetString()!, o => o.GetProperty("size").GetInt64());
        Assert.Contains("dubbed.mp4", outputs.Keys);
        Assert.Equal(outputs, Directory.EnumerateFiles(Folder.File("results")).ToDictionary(path => Path.GetFileName(path), path => new FileInfo(path).Length));
        Assert.Equal(outputs.Count, entry.GetProperty("files").GetArrayLength());

        var id = IdOf(job);
        var listed = await JsonAsync(0, "list");
        Assert.Equal(id, IdOf(Assert.Single(listed.GetProperty("jobs").EnumerateArray())));
        Assert.Contains("subtitles.es.srt", (await RunAsync("files", id, "--list")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("files", id, "subtitles.es.srt", "--out", Folder.File("again"))).ExitCode);
        Assert.Equal(File.ReadAllText(Folder.File("results/subtitles.es.srt")), File.ReadAllText(Folder.File("again/subtitles.es.srt")));
    }

    [Fact]
    public async Task Every_line_of_a_watch_is_an_event_and_the_last_one_is_the_end()
    {
        var id = await SubmitAsync(Plan("watched").With("Transcribe", "seconds", 0.3));

        var result = await RunAsync("watch", id, "--json");

        Assert.Equal(0, result.ExitCode);
        var events = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("end", events[^1].GetProperty("kind").GetString());
        Assert.Equal("Completed", events[^1].GetProperty("job").GetProperty("state").GetString());
        Assert.Equal(events.Select(e => e.GetProperty("id").GetInt64()).Order(), events.Select(e => e.GetProperty("id").GetInt64()));
        var shown = await RunAsync("show", id);
        Assert.Contains("Transcribe", shown.Output, StringComparison.Ordinal);
        Assert.Contains("en → es", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_is_edited_in_a_file_and_approved_once()
    {
        var id = await SubmitAsync(Plan("review"), "--review");
        await Caller.WaitForStateAsync(id, null, "AwaitingReview");
        var path = Folder.File("cues.txt");
        Assert.Equal(0, (await RunAsync("review", id, "--save", path)).ExitCode);
        var lines = File.ReadAllLines(path);
        lines[Array.FindIndex(lines, line => line.StartsWith("> ", StringComparison.Ordinal))] = "> Dicho por una persona.";
        File.WriteAllLines(path, lines);

        var approved = await JsonAsync(0, "review", id, "--put", path, "--approve");
        var late = await JsonAsync(7, "review", id, "--put", path);

        Assert.Equal(id, IdOf(approved));
        Assert.True(CodeOf(late) is "precondition_failed" or "conflict", CodeOf(late));
        Assert.Equal(0, (await RunAsync("watch", id)).ExitCode);
        Assert.Equal(0, (await RunAsync("files", id, "subtitles.es.srt")).ExitCode);
        Assert.Contains("Dicho por una persona.", File.ReadAllText(Folder.File("subtitles.es.srt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_job_is_cancelled_and_whoever_watches_it_is_told()
    {
        await using var watching = Start([], "submit", Video(Plan("endless").With("Transcribe", "hang", true)), "--to", "es", "--watch");
        var id = await Eventually.GetAsync("the job exists", FirstJobAsync, TimeSpan.FromSeconds(60));
        await Caller.WaitForStageAsync(id, "Transcribe");

        var cancelled = await JsonAsync(0, "cancel", id);

        Assert.Equal(id, IdOf(Assert.Single(cancelled.GetProperty("jobs").EnumerateArray())));
        Assert.Equal(1, (await watching.WaitAsync()).ExitCode);
        Assert.Equal("Cancelled", (await JsonAsync(0, "show", id)).GetProperty("state").GetString());
        Assert.Equal(0, (await RunAsync("cancel", id)).ExitCode);
    }

    [Fact]
    public async Task A_failed_job_is_retried_from_the_stage_that_failed()
    {
        // Three attempts are one job's; the next job's first one works.
        var failed = await JsonAsync(1, "submit", Video(Plan("stumbles").With("Mix", "exit", 1).With("Mix", "times", 3)), "--to", "es", "--watch");
        var job = failed.GetProperty("jobs")[0].GetProperty("job");
        Assert.Equal(("Failed", "engine_failed"), (job.GetProperty("state").GetString(), job.GetProperty("error").GetProperty("code").GetString()));

        var retried = await JsonAsync(0, "retry", IdOf(job));
        Assert.Equal(IdOf(job), retried.GetProperty("basedOn").GetString());
        Assert.Equal(0, (await RunAsync("watch", IdOf(retried))).ExitCode);

        var stages = (await JsonAsync(0, "show", IdOf(retried))).GetProperty("stages").EnumerateArray().ToDictionary(s => s.GetProperty("stage").GetString()!);
        Assert.True(stages["Synthesize"].GetProperty("reused").GetBoolean());
        Assert.Equal("Completed", stages["Mix"].GetProperty("state").GetString());
        Assert.Equal("conflict", CodeOf(await JsonAsync(7, "cancel", IdOf(retried))));
    }

    private async Task<string?> FirstJobAsync() => (await Caller.GetAsync("/api/jobs")).Json["jobs"]!.AsArray().FirstOrDefault()?["id"]!.GetValue<string>();
}
