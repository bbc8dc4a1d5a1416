using System.Collections.Concurrent;
using DurableTask.Sqlite.Engine;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite;

/// <summary>Where the clients of a process find the engine of the worker of the same name.</summary>
internal sealed class SqliteTaskHub
{
    private readonly ConcurrentDictionary<string, (DurableEngine Engine, ReadPool Reads)> _hubs = new(StringComparer.Ordinal);

    public void Open(string name, DurableEngine engine, ReadPool reads) => _hubs[name] = (engine, reads);

    /// <exception cref="InvalidOperationException">The worker has not started.</exception>
    public (DurableEngine Engine, ReadPool Reads) Find(string name) => _hubs.TryGetValue(name, out var hub)
        ? hub
        : throw new InvalidOperationException(
            $"The Durable Task worker '{name}' has not started in this process: its hosted service must start before its client is called.");
}
