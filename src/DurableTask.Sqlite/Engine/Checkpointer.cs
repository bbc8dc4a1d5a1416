using Microsoft.Extensions.Logging;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// Moves the log into the database on a thread of its own while commits go on, so that no commit waits for it. Only when the
/// log has grown far beyond that (readers and writers never paused) does it ask the committer to do it between two commits.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int RowsBetween = 4_000;

    // 48 MiB of 4 KiB pages: less than is reserved for the log.
    private const int LargeLogPages = 12 * 1024;

    private readonly SqliteConnection _connection;
    private readonly ILogger _log;
    private readonly AutoResetEvent _due = new(false);
    private readonly Thread _thread;
    private int _rows;
    private volatile bool _disposed;
    private volatile bool _isLogLarge;

    public Checkpointer(SqliteConnection connection, ILogger log)
    {
        _connection = connection;
        _log = log;
        _thread = new Thread(Run) { Name = "durable-checkpoint", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Called by the committer after each commit, with the rows it wrote and its own connection.</summary>
    public void Committed(int rows, SqliteConnection writer)
    {
        if (_isLogLarge)
        {
            // Nothing else writes now, so it can reach the log's end, and the next commit starts the log over.
            _isLogLarge = false;
            raw.sqlite3_wal_checkpoint_v2(writer.Handle!, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }

        _rows += rows;
        if (_rows >= RowsBetween)
        {
            _rows = 0;
            _due.Set();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _due.Set();
        _thread.Join();
        _connection.Dispose();
        _due.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _due.WaitOne();
            if (_disposed)
            {
                return;
            }

            var code = raw.sqlite3_wal_checkpoint_v2(_connection.Handle!, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _);
            if (code is not (raw.SQLITE_OK or raw.SQLITE_BUSY))
            {
                EngineLog.CheckpointFailed(_log, new SqliteException(raw.sqlite3_errmsg(_connection.Handle!).utf8_to_string(), code));
            }

            _isLogLarge = pages > LargeLogPages;
        }
    }
}
