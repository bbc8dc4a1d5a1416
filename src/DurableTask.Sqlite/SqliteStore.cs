using DurableTask.Sqlite.Store;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite;

/// <summary>A store as a file, for those who look after it: whether a host has it, and a copy of it.</summary>
public static class SqliteStore
{
    /// <summary>The schema that this release writes; it opens older ones, too.</summary>
    public static int SchemaVersion => StoreSchema.Migrations.Count;

    /// <summary>Keeps every host out of the store until the result is disposed; null when one has it open.</summary>
    public static IDisposable? TryLock(string path)
    {
        try
        {
            return StoreLock.Acquire(Path.GetFullPath(path));
        }
        catch (DurableStoreException)
        {
            return null;
        }
    }

    /// <summary>Copies the store as it is at one moment, while a host goes on writing to it.</summary>
    /// <returns>The schema of the copy.</returns>
    /// <exception cref="DurableStoreException">There is no store, or no room for the copy.</exception>
    public static int Copy(string path, string target)
    {
        try
        {
            // Not a backup by pages: that begins anew whenever another process has written meanwhile.
            using var connection = Open(path);
            using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $target";
            command.Parameters.AddWithValue("$target", Path.GetFullPath(target));
            command.ExecuteNonQuery();
            using var copy = Open(target);
            return StoreSchema.ReadVersion(copy);
        }
        catch (SqliteException e)
        {
            throw new DurableStoreException($"The durable store '{path}' could not be copied: {e.Message}", e);
        }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
