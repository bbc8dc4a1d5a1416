using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Tests;

internal sealed record Note(string Text, int Number = 0, DayOfWeek Day = DayOfWeek.Monday, string? Nothing = null);

internal sealed class EchoActivity : Activity<Note, Note>
{
    public override string Name => "Echo";

    public override Task<Note> RunAsync(ActivityContext context, Note input, CancellationToken cancellationToken) =>
        Task.FromResult(input with { Number = input.Number + 1, Nothing = context.InstanceId });
}

internal sealed class FailingActivity : Activity<Note, Note>
{
    public override string Name => "Fail";

    public override Task<Note> RunAsync(ActivityContext context, Note input, CancellationToken cancellationToken) =>
        throw new InvalidDataException($"cannot read {input.Text}");
}

internal sealed class EchoOrchestrator : Orchestrator<Note, Note>
{
    public override string Name => "EchoOrchestrator";

    public override async Task<Note> RunAsync(OrchestrationContext context, Note input)
    {
        context.SetCustomStatus(new Note("working", Day: DayOfWeek.Friday));
        context.CreateReplaySafeLogger("test").LogInformation("runs");
        return await context.CallActivityAsync<Note>("Echo", input);
    }
}

internal sealed class FailingOrchestrator : Orchestrator<Note, string>
{
    public override string Name => "FailingOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, Note input)
    {
        try
        {
            await context.CallActivityAsync<Note>("Fail", input);
            return "went through";
        }
        catch (ActivityFailedException e)
        {
            return $"{e.ActivityName}|{e.ErrorType}|{e.ErrorMessage}";
        }
    }
}

/// <summary>Takes events of one name in the order in which they came, before and after it waits.</summary>
internal sealed class EventsOrchestrator : Orchestrator<int, string>
{
    public override string Name => "EventsOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, int input)
    {
        var waits = Enumerable.Range(0, input).Select(_ => context.WaitForExternalEvent<Note>("Tick")).ToList();
        context.SetCustomStatus("waiting");
        await Task.WhenAll(waits);
        return string.Join(',', waits.Select(wait => wait.Result.Text));
    }
}

/// <summary>Gives up a wait and then waits again: the event must reach the second wait.</summary>
internal sealed class CancelledWaitOrchestrator : Orchestrator<string, string>
{
    public override string Name => "CancelledWaitOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, string input)
    {
        using var giveUp = new CancellationTokenSource();
        var first = context.WaitForExternalEvent<Note>("Answer", giveUp.Token);
        await context.CallActivityAsync<Note>("Echo", new Note("pass time"));
        giveUp.Cancel();
        var second = context.WaitForExternalEvent<Note>("answer");
        context.SetCustomStatus("waiting");
        var answer = await second;
        return $"{first.IsCanceled}:{answer.Text}";
    }
}

/// <summary>Restarts itself once, with events waiting that nobody took.</summary>
internal sealed class RestartingOrchestrator : Orchestrator<int, string>
{
    public override string Name => "RestartingOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, int input)
    {
        if (input == 0)
        {
            context.SetCustomStatus("waiting");
            using var giveUp = new CancellationTokenSource();
            _ = context.WaitForExternalEvent<Note>("Data", giveUp.Token);
            giveUp.Cancel();
            await context.WaitForExternalEvent<Note>("Go");
            context.ContinueAsNew(1);
            return "restarting";
        }

        var one = await context.WaitForExternalEvent<Note>("Data");
        var two = await context.WaitForExternalEvent<Note>("Data");
        return $"{one.Text},{two.Text}";
    }
}

internal sealed class TimerOrchestrator : Orchestrator<string, string>
{
    public override string Name => "TimerOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, string input)
    {
        var start = context.CurrentUtcDateTime;
        await context.CreateTimer(TimeSpan.FromMilliseconds(50), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var never = context.CreateTimer(TimeSpan.FromHours(9), stop.Token);
        stop.Cancel();
        var cancelled = false;
        try
        {
            await never;
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
        }

        return $"{context.CurrentUtcDateTime >= start.AddMilliseconds(50)},{cancelled},{context.NewGuid() != context.NewGuid()}";
    }
}

/// <summary>Sends an event without payload to another instance.</summary>
internal sealed class SenderOrchestrator : Orchestrator<string, string>
{
    public override string Name => "SenderOrchestrator";

    public override Task<string> RunAsync(OrchestrationContext context, string input)
    {
        context.SendEvent(input, "Wake", null);
        return Task.FromResult("sent");
    }
}

internal sealed class IdleOrchestrator : Orchestrator<string, string>
{
    public override string Name => "IdleOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, string input)
    {
        context.SetCustomStatus("waiting");
        var payload = await context.WaitForExternalEvent<string?>("Wake");
        return payload ?? "nothing";
    }
}
