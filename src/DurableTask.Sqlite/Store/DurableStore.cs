using Microsoft.Extensions.Logging;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Store;

/// <summary>An open store: its lock, its schema brought up to date, and the connections to it.</summary>
internal sealed class DurableStore : IDisposable
{
    private readonly StoreLock _lock;
    private readonly string _path;

    private DurableStore(StoreLock storeLock, string path)
    {
        _lock = storeLock;
        _path = path;
    }

    /// <summary>Opens or creates the store at <paramref name="path"/>.</summary>
    /// <exception cref="DurableStoreException">In use by another host, or written by a newer release.</exception>
    public static DurableStore Open(string path)
    {
        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var storeLock = StoreLock.Acquire(path);
        try
        {
            var store = new DurableStore(storeLock, path);
            using var connection = store.Connect();
            StoreSchema.Migrate(connection, StoreSchema.Migrations);
            return store;
        }
        catch
        {
            storeLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A connection of its own for one thread. WAL with synchronous=FULL: a commit returns after the log is on the disk.
    /// Checkpoints are ours to time (they would stall a commit), see <see cref="Engine.Checkpointer"/>.
    /// </summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false }.ToString());
        connection.Open();
        Pragma(connection, "journal_mode = WAL");
        Pragma(connection, "synchronous = FULL");
        Pragma(connection, "wal_autocheckpoint = 0");
        Pragma(connection, "busy_timeout = 10000");
        Pragma(connection, "cache_size = -16384");
        return connection;
    }

    /// <summary>Largest value of an integer column, or 0; an index lookup for every column this is used on.</summary>
    public static long Max(SqliteConnection connection, string table, string column)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT max({column}) FROM {table}";
        return command.ExecuteScalar() is long value ? value : 0;
    }

    /// <summary>Moves the log into the database; <paramref name="mode"/> as SQLite names it.</summary>
    public static void Checkpoint(SqliteConnection connection, string mode) =>
        Pragma(connection, string.Create(CultureInfo.InvariantCulture, $"wal_checkpoint({mode})"));

    /// <summary>
    /// Makes the log <paramref name="bytes"/> long before anything is committed. SQLite keeps that length, writes from the start
    /// after each checkpoint, and takes whatever follows its last commit for the remains of an earlier round.
    /// </summary>
    public void ReserveLog(int bytes, ILogger log)
    {
        if (bytes == 0)
        {
            return;
        }

        try
        {
            // Zeros that are really written: space that is merely allocated costs the first writer as much as a longer file. A page
            // at a time: Linux caches a large write as one large folio, and each small write into that passes over all of it.
            using var file = new FileStream(_path + "-wal", FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            var zeros = new byte[Environment.SystemPageSize];
            for (var end = file.Seek(0, SeekOrigin.End); end < bytes; end = file.Position)
            {
                file.Write(zeros, 0, (int)Math.Min(zeros.Length, bytes - end));
            }

            file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            // It only makes commits faster; whether there is room for them is for them to find out.
            EngineLog.LogNotReserved(log, e, bytes);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA " + text;
        command.ExecuteNonQuery();
    }
}
