using System.Text.Json;
using DurableTask.Sqlite.Engine;

namespace DurableTask.Sqlite.Store;

/// <summary>Stored form of whoever has locked an entity.</summary>
internal static class LockText
{
    public static string? Write(LockHolder? holder) => holder is null ? null : JsonSerializer.Serialize(holder);

    public static LockHolder? Read(string? text) => text is null ? null : JsonSerializer.Deserialize<LockHolder>(text);
}
