namespace DurableTask.Sqlite.Tests.Support;

/// <summary>Every entry that was ever added, in order: shows lost, repeated and reordered operations.</summary>
internal sealed class LedgerState
{
    public List<string> Entries { get; init; } = [];
}
