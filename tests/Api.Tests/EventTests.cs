using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using TransVox.Api.Events;
using TransVox.Api.Tests.Support;
using TransVox.Orchestration;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Event streams over real sockets.</summary>
public sealed class EventTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Events_arrive_as_they_happen_and_the_stream_ends_with_the_job()
    {
        await using var server = await ApiServer.StartAsync();
        var job = await SubmitAsync(server);
        using var stream = await OpenAsync(server.Client, job.View.Id);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.ToString());
        await using var items = SseParser.Create(await stream.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();

        job.Update(v => v with { State = JobState.Running });
        Assert.True(await items.MoveNextAsync());
        Assert.Equal(("state", "1", JobState.Running), (items.Current.EventType, items.Current.EventId, Parse(items.Current).Job!.State));
        job.Emit("log", "two\nlines\r\nevent: end\n\n");
        Assert.True(await items.MoveNextAsync());
        Assert.Equal(("log", "two\nlines\r\nevent: end\n\n"), (items.Current.EventType, Parse(items.Current).Message));
        job.Emit("end");
        Assert.True(await items.MoveNextAsync());
        Assert.False(await items.MoveNextAsync());
        await Eventually.IsTrueAsync("the stream ends", () => server.Service<StreamSlots>().Count == 0);
    }

    [Fact]
    public async Task A_reader_resumes_after_the_last_event_it_saw()
    {
        await using var server = await ApiServer.StartAsync();
        var job = await SubmitAsync(server);
        foreach (var kind in new[] { "state", "stage", "progress", "end" })
            job.Emit(kind);

        Assert.Equal(["3", "4"], await IdsAsync(await OpenAsync(server.Client, job.View.Id, "2")));
        Assert.Equal(["1", "2", "3", "4"], await IdsAsync(await OpenAsync(server.Client, job.View.Id)));
        Assert.Equal(["4"], await IdsAsync(await server.Client.GetAsync($"api/jobs/{job.View.Id}/events?lastEventId=3")));
        foreach (var wrong in new[] { "-1", "x", "99999999999999999999" })
            await (await OpenAsync(server.Client, job.View.Id, wrong)).ReadProblemAsync(HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Silence_is_filled_with_heartbeats()
    {
        await using var server = await ApiServer.StartAsync(new() { ["events:heartbeat_seconds"] = "0.05" });
        var job = await SubmitAsync(server);
        using var connection = await server.ConnectAsync();
        await connection.SendAsync($"GET /api/jobs/{job.View.Id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var received = await connection.ReadUntilAsync(": beat\n\n");
        Assert.Contains("retry: 2000", received, StringComparison.Ordinal);
        Assert.Contains(": beat", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off()
    {
        await using var server = await ApiServer.StartAsync(new() { ["events:slow_client_seconds"] = "0.5" });
        var job = await SubmitAsync(server);
        using var connection = await server.ConnectAsync();
        await connection.SendAsync($"GET /api/jobs/{job.View.Id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await Eventually.IsTrueAsync("the stream is watched", () => Volatile.Read(ref job.Watchers) == 1);
        var text = new string('x', 1 << 20);
        for (var i = 0; i < 40; i++)
            job.Emit("log", text);

        await Eventually.IsTrueAsync("the stream ends", () => Volatile.Read(ref job.Watchers) == 0 && server.Service<StreamSlots>().Count == 0);
        Assert.Contains(server.Log.Lines, l => l.EventId == 5005);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_watch()
    {
        await using var server = await ApiServer.StartAsync();
        var job = await SubmitAsync(server);
        var connection = await server.ConnectAsync();
        await connection.SendAsync($"GET /api/jobs/{job.View.Id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await connection.ReadUntilAsync(": open");
        await Eventually.IsTrueAsync("the stream is watched", () => Volatile.Read(ref job.Watchers) == 1);
        connection.Reset();
        await Eventually.IsTrueAsync("the stream ends", () => Volatile.Read(ref job.Watchers) == 0 && server.Service<StreamSlots>().Count == 0);
    }

    [Fact]
    public async Task A_stream_ends_after_its_longest_life()
    {
        await using var server = await ApiServer.StartAsync(new() { ["events:max_minutes"] = "0.01" });
        var job = await SubmitAsync(server);
        Assert.Empty(await IdsAsync(await OpenAsync(server.Client, job.View.Id)));
    }

    [Fact]
    public async Task A_user_has_so_many_streams_and_no_more()
    {
        await using var server = await ApiServer.StartAsync(new() { ["events:max_streams_per_user"] = "3" });
        var job = await SubmitAsync(server);
        var open = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OpenAsync(server.Client, job.View.Id)));
        var refused = await OpenAsync(server.Client, job.View.Id);
        await refused.ReadProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.NotNull(refused.Headers.RetryAfter);
        foreach (var stream in open)
            stream.Dispose();
        await Eventually.IsTrueAsync("the stream ends", () => server.Service<StreamSlots>().Count == 0);
        (await OpenAsync(server.Client, job.View.Id)).Dispose();
    }

    [Fact]
    public async Task Five_hundred_streams_at_once_all_get_every_event()
    {
        await using var server = await ApiServer.StartAsync();
        var owners = Enumerable.Range(0, 10).Select(i => (Client: server.CreateClient($"user{i}"), User: $"user{i}")).ToList();
        var jobs = new List<MemoryJob>();
        foreach (var (client, _) in owners)
            jobs.Add(server.Jobs[(await (await client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync()).Id]);
        var streams = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => OpenAsync(owners[i % 10].Client, jobs[i % 10].View.Id)));
        Assert.Equal(500, server.Service<StreamSlots>().Count);

        var reading = streams.Select(IdsAsync).ToList();
        foreach (var job in jobs)
        {
            job.Emit("progress");
            job.Emit("log", "a line");
            job.Emit("end");
        }

        Assert.All(await Task.WhenAll(reading).WaitAsync(Patience), ids => Assert.Equal(["1", "2", "3"], ids));
        await Eventually.IsTrueAsync("the stream ends", () => server.Service<StreamSlots>().Count == 0);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("health/live")).StatusCode);
    }

    private static async Task<MemoryJob> SubmitAsync(ApiServer server) =>
        server.Jobs[(await (await server.Client.PostAsync("api/jobs", Forms.Video())).ReadJobAsync()).Id];

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string jobId, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/jobs/{jobId}/events");
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<List<string>> IdsAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var ids = new List<string>();
            await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
                ids.Add(item.EventId!);
            return ids;
        }
    }

    private static JobEvent Parse(SseItem<string> item) => JsonSerializer.Deserialize<JobEvent>(item.Data, DurableJson.Options)!;
}
