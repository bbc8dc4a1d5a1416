using TransVox.Orchestration.Durable;

namespace TransVox.Functions.Tests;

internal sealed record CounterState(int Value, DateTimeOffset? At = null);

internal sealed record Step(int By);

internal sealed class CounterEntity : IDurableEntity
{
    public string Name => "counter";

    public Type StateType => typeof(CounterState);

    public object CreateState(string key) => new CounterState(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture));

    public Type? InputTypeOf(string operation) => operation switch
    {
        "Add" => typeof(Step),
        "Clear" or "Break" => null,
        _ => throw new ArgumentException($"No operation '{operation}'."),
    };

    public EntityOutcome Apply(object state, string operation, object? input, DateTimeOffset now) => operation switch
    {
        "Add" => Added((CounterState)state, (Step)input!, now),
        "Clear" => new EntityOutcome(null, "gone"),
        _ => throw new InvalidOperationException("broken"),
    };

    private static EntityOutcome Added(CounterState state, Step step, DateTimeOffset now)
    {
        var next = new CounterState(state.Value + step.By, now);
        return new EntityOutcome(next, next.Value);
    }
}

/// <summary>Calls the counter and says what came of it.</summary>
internal sealed class CallingOrchestrator : Orchestrator<int, string>
{
    public override string Name => "CallingOrchestrator";

    public override async Task<string> RunAsync(OrchestrationContext context, int input)
    {
        var counter = new EntityId("Counter", "7");
        await context.Entities.SignalEntityAsync(counter, "Clear");
        try
        {
            return $"{await context.Entities.CallEntityAsync<int>(counter, "Add", new Step(input))}";
        }
        catch (EntityOperationFailedException e)
        {
            return $"{e.Entity} {e.Operation}: {e.Message}";
        }
    }
}
