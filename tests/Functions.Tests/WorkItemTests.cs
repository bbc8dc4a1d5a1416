using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using TransVox.Functions.Durable;
using Xunit;
using P = Microsoft.DurableTask.Protobuf;

namespace TransVox.Functions.Tests;

/// <summary>Entities, entity calls and restarts, which the in-process host cannot run, on the runners of the Functions worker.</summary>
public sealed class WorkItemTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

    private readonly EntityAdapter _counter = new(new CounterEntity(), new FakeTimeProvider(Now));

    [Fact]
    public async Task A_new_entity_starts_from_its_key_and_a_batch_applies_in_order()
    {
        var result = await WorkItems.RunAsync(_counter, "7", null, ("Add", """{"by":2}"""), ("Add", """{"by":3}"""));

        Assert.Equal(["9", "12"], result.Results.Select(one => one.Success.Result));
        Assert.Equal("""{"value":12,"at":"2026-02-03T04:05:06+00:00"}""", result.EntityState);
    }

    [Fact]
    public async Task A_failed_operation_changes_nothing_and_the_batch_goes_on()
    {
        var result = await WorkItems.RunAsync(_counter, "7", """{"value":1}""", ("Add", """{"by":1}"""), ("Break", null), ("Nonsense", null), ("Add", """{"by":1}"""));

        Assert.Equal("broken", result.Results[1].Failure.FailureDetails.ErrorMessage);
        Assert.Contains("Nonsense", result.Results[2].Failure.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("3", result.Results[3].Success.Result);
        Assert.Contains("\"value\":3", result.EntityState, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_state_deletes_the_entity()
    {
        var result = await WorkItems.RunAsync(_counter, "7", """{"value":1}""", ("Clear", null));

        Assert.Equal("\"gone\"", result.Results[0].Success.Result);
        Assert.Null(result.EntityState);
    }

    [Fact]
    public void An_orchestrator_signals_calls_and_reads_the_answer()
    {
        var first = WorkItems.Run(new CallingOrchestrator(), WorkItems.Started("5"));

        Assert.All(first.Actions, action => Assert.Equal(("@counter@7", "op"), (action.SendEvent.Instance.InstanceId, action.SendEvent.Name)));
        Assert.Equal(("Clear", true, null), Operation(first.Actions[0]));
        Assert.Equal(("Add", false, """{"by":5}"""), Operation(first.Actions[1]));
        Assert.Equal("\"12\"", Finish(first, """{"result":"12"}"""));
    }

    [Fact]
    public void A_failed_operation_is_the_ports_exception()
    {
        var first = WorkItems.Run(new CallingOrchestrator(), WorkItems.Started("5"));

        var output = Finish(first, """{"exceptionType":"broken","result":"\"broken\"","failureDetails":{"ErrorType":"System.InvalidOperationException","ErrorMessage":"broken","IsNonRetriable":false}}""");

        Assert.Equal("\"@counter@7 Add: Operation \\u0027Add\\u0027 of entity @counter@7 failed: broken\"", output);
    }

    [Fact]
    public void Events_that_nobody_took_go_to_the_next_execution_in_their_order()
    {
        var response = WorkItems.Run(
            new RestartingOrchestrator(),
            WorkItems.Started("0"),
            WorkItems.Raised("Data", """{"text":"one"}"""),
            WorkItems.Raised("Data", """{"text":"two"}"""),
            WorkItems.Raised("Go", """{"text":"go"}"""),
            WorkItems.Raised("Data", """{"text":"three"}"""));

        var forwarded = response.Actions.Where(action => action.SendEvent is not null).Select(action => (action.SendEvent.Instance.InstanceId, action.SendEvent.Name, Text(action.SendEvent.Data)));
        Assert.Equal([(WorkItems.InstanceId, "Data", "one"), (WorkItems.InstanceId, "Data", "two")], forwarded);
        var end = Assert.Single(response.Actions, action => action.CompleteOrchestration is not null).CompleteOrchestration;
        Assert.Equal((P.OrchestrationStatus.ContinuedAsNew, "1"), (end.OrchestrationStatus, end.Result));
        Assert.Equal("three", Text(Assert.Single(end.CarryoverEvents).EventRaised.Input));
    }

    private static string? Text(string data) => JsonDocument.Parse(data).RootElement.GetProperty("text").GetString();

    private static (string? Name, bool Signal, string? Input) Operation(P.OrchestratorAction action)
    {
        var message = JsonDocument.Parse(action.SendEvent.Data).RootElement;
        return (message.GetProperty("op").GetString(), message.TryGetProperty("signal", out _), message.TryGetProperty("input", out var input) ? input.GetString() : null);
    }

    // Replays the first execution from its history and adds the entity's answer, which comes as an event named by the request.
    private static string Finish(P.OrchestratorResponse first, string answer)
    {
        var request = JsonDocument.Parse(first.Actions[1].SendEvent.Data).RootElement.GetProperty("id").GetString()!;
        P.HistoryEvent[] past = [WorkItems.EpisodeStarted(), WorkItems.Started("5"), .. first.Actions.Select(WorkItems.Sent)];
        var response = WorkItems.Run(new CallingOrchestrator(), past, [WorkItems.Raised(request, answer)]);
        return Assert.Single(response.Actions).CompleteOrchestration.Result;
    }
}
