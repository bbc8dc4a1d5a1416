namespace DurableTask.Sqlite.Tests.Support;

/// <summary>An entity that keeps all that it was told, mutably, and can fail in the middle of an operation.</summary>
internal sealed class LedgerEntity(TimeProvider time) : TaskEntity<LedgerState>
{
    public const string EntityName = "ledger";

    public static EntityInstanceId Id(string key) => new(EntityName, key);

    public int Add(string entry)
    {
        State.Entries.Add(entry);
        return State.Entries.Count;
    }

    public int AddTime() => Add(time.GetUtcNow().ToString("O"));

    public void AddThenThrow(string entry)
    {
        State.Entries.Add(entry);
        throw new InvalidOperationException("half done");
    }

    public int Count() => State.Entries.Count;
}
