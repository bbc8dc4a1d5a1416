using System.Net.ServerSentEvents;

namespace TransVox.Conformance;

public sealed class EventTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task The_stream_tells_of_every_state_and_stage_in_order_and_ends_with_the_job()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(secondsPerStage: 0.1));

        var events = await ReadAsync(user, id, null);

        Assert.Equal("end", events[^1].Kind);
        Assert.Equal("Completed", events[^1].Job!["state"]!.GetValue<string>());
        Assert.Equal(events.Select(e => e.Id).Order(), events.Select(e => e.Id));
        Assert.Equal(events.Count, events.Select(e => e.Id).Distinct().Count());
        var states = events.Where(e => e.Job is not null).Select(e => e.Job!["state"]!.GetValue<string>()).ToList();
        Assert.True(states.IndexOf("Running") >= 0, string.Join(",", states));
        Assert.Contains(events, e => e.Job?["stages"]!.AsArray().Any(s => s!["state"]!.GetValue<string>() == "Running") == true);
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_what_it_missed_and_nothing_twice()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(secondsPerStage: 0.15));
        var before = await ReadAsync(user, id, null, stopAfter: 2);

        var after = await ReadAsync(user, id, before[^1].Id);

        Assert.Equal("end", after[^1].Kind);
        Assert.True(after[0].Id > before[^1].Id);
        Assert.Equal(after.Select(e => e.Id).Distinct().Count(), after.Count);
    }

    [Fact]
    public async Task The_stream_of_a_job_that_has_ended_ends_at_once()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan());
        await user.WaitForEndAsync(id);

        var events = await ReadAsync(user, id, null);

        Assert.Equal("end", events[^1].Kind);
    }

    [Fact]
    public async Task Many_streams_at_once_all_see_the_end()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(secondsPerStage: 0.2));

        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync(user, id, null)));

        Assert.All(all, events => Assert.Equal("end", events[^1].Kind));
    }

    private static async Task<List<(long Id, string Kind, JsonNode? Job)>> ReadAsync(ServiceCaller user, string jobId, long? after, int stopAfter = int.MaxValue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var events = new List<(long, string, JsonNode?)>();
        var last = after;
        // A stream may end without an end (the service says how soon to come back): readers come back.
        while (events.Count < stopAfter && (events.Count == 0 || events[^1].Item2 != "end"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/jobs/{jobId}/events");
            if (last is { } id)
                request.Headers.Add("Last-Event-ID", $"{id}");
            using var response = await user.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(limit.Token))
            {
                var data = JsonNode.Parse(item.Data)!;
                events.Add((data["id"]!.GetValue<long>(), data["kind"]!.GetValue<string>(), data["job"]));
                Assert.Equal(events[^1].Item2, item.EventType);
                last = events[^1].Item1;
                if (events.Count == stopAfter || events[^1].Item2 == "end")
                    break;
            }
        }

        return events;
    }
}
