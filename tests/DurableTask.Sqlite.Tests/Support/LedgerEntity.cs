using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Tests.Durable.Support;

/// <summary>An entity that keeps all that it was told, mutably, and can fail in the middle of an operation.</summary>
internal sealed class LedgerEntity : IDurableEntity
{
    public const string EntityName = "ledger";

    public string Name => EntityName;

    public Type StateType => typeof(LedgerState);

    public static EntityId Id(string key) => new(EntityName, key);

    public object CreateState(string key) => new LedgerState();

    public Type? InputTypeOf(string operation) => operation switch
    {
        "Add" or "AddThenThrow" => typeof(string),
        "Count" or "Delete" => null,
        _ => throw new ArgumentException($"The ledger has no operation '{operation}'.", nameof(operation)),
    };

    public EntityOutcome Apply(object state, string operation, object? input, DateTimeOffset now)
    {
        var ledger = (LedgerState)state;
        switch (operation)
        {
            case "Add":
                ledger.Entries.Add((string)input!);
                return new EntityOutcome(ledger, ledger.Entries.Count);
            case "AddThenThrow":
                ledger.Entries.Add((string)input!);
                throw new InvalidOperationException("half done");
            case "Delete":
                return new EntityOutcome(null, ledger.Entries.Count);
            default:
                return new EntityOutcome(ledger, ledger.Entries.Count);
        }
    }
}
