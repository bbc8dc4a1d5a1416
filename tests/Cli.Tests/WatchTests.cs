using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace TransVox.Cli.Tests;

public sealed class WatchTests : CliTest
{
    [Fact]
    public async Task A_stream_that_breaks_goes_on_after_the_last_event_and_shows_each_once()
    {
        var connection = 0;
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed"));
        Server.On("GET /api/jobs/j1/events", async (context, request) =>
        {
            var after = long.Parse(request.Header("Last-Event-ID") ?? "0");
            var last = Interlocked.Increment(ref connection) == 1 ? 2 : 4;
            for (var id = after + 1; id <= last; id++)
                await EventAsync(context, id, id == 4 ? "end" : "progress", Job("j1", id == 4 ? "Completed" : "Running"));
            // The first stream ends without an end: the service was restarted.
        });

        var result = await RunAsync("watch", "j1", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([1, 2, 3, 4], result.Output.Trim().Split('\n').Select(line => Json(line).GetProperty("id").GetInt64()));
        Assert.Equal(["", "2"], Server.RequestsTo("GET /api/jobs/j1/events").Select(request => request.Header("Last-Event-ID") ?? ""));
    }

    [Theory]
    [InlineData("Completed", 0)]
    [InlineData("Failed", 1)]
    [InlineData("Cancelled", 1)]
    [InlineData("TimedOut", 1)]
    [InlineData("Rejected", 1)]
    public async Task The_exit_code_says_whether_there_is_a_result(string state, int code)
    {
        Serve(state, "\"error\":{\"code\":\"no_audio\",\"message\":\"The video has no sound.\"}");

        var result = await RunAsync("watch", "j1");

        Assert.Equal(code, result.ExitCode);
        if (code != 0)
            Assert.Contains("The video has no sound.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_every_change_is_a_line_and_repetitions_are_not()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Completed", "\"mediaSeconds\":10"));
        Server.On("GET /api/jobs/j1/events", async (context, _) =>
        {
            await EventAsync(context, 1, "queue", Job("j1", "QueuedGpu", "\"queue\":{\"position\":2,\"waiting\":5}"));
            await EventAsync(context, 2, "progress", Job("j1", "Running", "\"stage\":\"Transcribe\""));
            await EventAsync(context, 3, "progress", Job("j1", "Running", "\"stage\":\"Transcribe\""));
            await EventAsync(context, 4, "end", Job("j1", "Completed"));
        });

        var result = await RunAsync("watch", "j1");

        Assert.Contains("QueuedGpu: position 2 of 5", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split("Running: Transcribe").Length);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_with_watch_and_out_ends_with_the_files_and_the_real_time_factor()
    {
        Serve("Completed", "\"mediaSeconds\":4,\"outputs\":[{\"name\":\"dubbed.mp4\",\"size\":5,\"contentType\":\"video/mp4\",\"url\":\"/x\"}]");
        Server.OnJson("POST /api/jobs", 202, Job("j1", "Received"));
        Server.On("GET /api/jobs/j1/files/dubbed.mp4", (context, _) => context.Response.WriteAsync("video"));

        var result = await RunAsync("submit", Folder.Write("talk.mp4", "x"), "--to", "es", "--out", "results");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("video", await File.ReadAllTextAsync(Folder.File("results/dubbed.mp4")));
        Assert.Contains("real-time factor", result.Output, StringComparison.Ordinal);
        Assert.Contains(Folder.File("results/dubbed.mp4"), result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_watching_at_once_with_130()
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", "Running"));
        Server.On("GET /api/jobs/j1/events", async (context, _) =>
        {
            await EventAsync(context, 1, "state", Job("j1", "Running"));
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        await using var watching = Start("watch", "j1", "--json");
        await watching.WaitForOutputAsync("\"id\":1");
        var started = Stopwatch.GetTimestamp();

        watching.Signal(RunningProgram.SigInt);
        var result = await watching.WaitAsync();

        Assert.Equal(130, result.ExitCode);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    private void Serve(string state, string more)
    {
        Server.OnJson("GET /api/jobs/j1", 200, Job("j1", state, more));
        Server.On("GET /api/jobs/j1/events", async (context, _) =>
        {
            await EventAsync(context, 1, "state", Job("j1", "Running"));
            await EventAsync(context, 2, "end", Job("j1", state, more));
        });
    }
}
