using DurableTask.Sqlite.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// Commits batches, one at a time and in order, then lets their effects happen: on its own thread, while the engine fills the
/// next batch, or on the engine's when that has nothing else to do. A full or read-only disk is waited for: nothing of the batch has
/// left yet. Any other failure is final: what follows was computed on top of what could not be stored.
/// </summary>
internal sealed class Committer : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly StoreWriter _writer;
    private readonly ILogger _log;
    private readonly Checkpointer _checkpointer;
    private readonly ActivityDispatcher _dispatcher;
    private readonly ICrashPoints? _crashPoints;
    private readonly EngineCounters _counters;
    private readonly Action<Batch> _committed;
    private readonly Action<Exception> _failed;
    private readonly AutoResetEvent _submitted = new(false);
    private readonly ManualResetEventSlim _idle = new(true);
    private readonly ManualResetEventSlim _stopWaiting = new(false);
    private readonly Thread _thread;
    private volatile Batch? _next;
    private volatile bool _closed;
    private volatile bool _waitsForDisk;

    /// <param name="store">Where to; this opens its own connections.</param>
    /// <param name="parts">Shared parts.</param>
    /// <param name="dispatcher">Starts the activities.</param>
    /// <param name="crashPoints">Fault injection, or null.</param>
    /// <param name="committed">Told after the effects, on the thread that committed.</param>
    /// <param name="failed">Told of a failure, on the thread that committed.</param>
    public Committer(
        DurableStore store, EngineParts parts, ActivityDispatcher dispatcher, ICrashPoints? crashPoints, Action<Batch> committed, Action<Exception> failed)
    {
        _writer = new StoreWriter(store.Connect(), parts.Services.WritesJson);
        _log = parts.Log;
        _checkpointer = new Checkpointer(store.Connect(), parts.Log);
        _dispatcher = dispatcher;
        _crashPoints = crashPoints;
        _counters = parts.Counters;
        _committed = committed;
        _failed = failed;
        _thread = new Thread(Run) { Name = "durable-commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the last batch is committed and its effects have happened.</summary>
    public bool IsIdle => _idle.IsSet;

    /// <summary>Whether a commit waits for the disk, which is full or read-only.</summary>
    public bool WaitsForDisk => _waitsForDisk;

    /// <summary>Hands over a batch; only while idle.</summary>
    public void Submit(Batch batch)
    {
        _idle.Reset();
        _next = batch;
        _submitted.Set();
        if (_closed)
        {
            // The thread may have gone before it saw this batch; nobody must wait for it. End answers its calls.
            _idle.Set();
        }
    }

    /// <summary>Commits a batch on the calling thread; only while idle.</summary>
    public void CommitHere(Batch batch)
    {
        if (_closed)
        {
            Stop(batch);
        }
        else if (TryCommit(batch))
        {
            _committed(batch);
        }
    }

    public void WaitUntilIdle() => _idle.Wait();

    /// <summary>From now on a disk that is full is a failure like any other: the host is about to go.</summary>
    public void StopWaitingForDisk() => _stopWaiting.Set();

    /// <summary>Stops without committing anything more.</summary>
    public void Close()
    {
        _closed = true;
        _stopWaiting.Set();
        _submitted.Set();
    }

    /// <summary>Waits for the thread and closes the connections; a clean stop moves the log into the database first.</summary>
    public void End(bool clean)
    {
        Close();
        _thread.Join();
        Stop(_next);
        _checkpointer.Dispose();
        if (clean)
        {
            DurableStore.Checkpoint(_writer.Connection, "TRUNCATE");
        }

        _writer.Dispose();
    }

    public void Dispose()
    {
        _submitted.Dispose();
        _idle.Dispose();
        _stopWaiting.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _submitted.WaitOne();
            var batch = _next;
            if (_closed || batch is null)
            {
                Stop(batch);
                return;
            }

            if (!TryCommit(batch))
            {
                return;
            }

            _next = null;
            _idle.Set();
            _committed(batch);
        }
    }

    private bool TryCommit(Batch batch)
    {
        try
        {
            Commit(batch);
            return true;
        }
        catch (Exception e)
        {
            // Whatever it was, the engine is ahead of the store now and must end.
            _failed(e);
            Stop(batch);
            return false;
        }
    }

    private void Commit(Batch batch)
    {
        if (!batch.Writes.IsEmpty)
        {
            while (!TryWrite(batch))
            {
                _stopWaiting.Wait(RetryDelay);
            }

            _counters.Committed();
            _crashPoints?.Reached(CrashPoint.AfterCommit);
        }

        batch.Release(_dispatcher);
        if (!batch.Writes.IsEmpty)
        {
            _checkpointer.Committed(batch.Writes.Rows, _writer.Connection);
        }
    }

    /// <summary>Writes a batch; false when the disk refuses it for now.</summary>
    private bool TryWrite(Batch batch)
    {
        try
        {
            _crashPoints?.Reached(CrashPoint.BeforeCommit);
            if (_closed)
            {
                throw new OperationCanceledException("The engine ended before this commit.");
            }

            _writer.Commit(batch.Writes);
            if (_waitsForDisk)
            {
                _waitsForDisk = false;
                EngineLog.DiskTakesWrites(_log);
            }

            return true;
        }
        catch (SqliteException e) when (StoreWriter.IsForWantOfDisk(e) && !_stopWaiting.IsSet)
        {
            if (!_waitsForDisk)
            {
                _waitsForDisk = true;
                EngineLog.DiskRefusesWrites(_log, e);
            }

            return false;
        }
    }

    private void Stop(Batch? batch)
    {
        batch?.Abandon(new DurableStoreException("The durable runtime has ended; whether this call took effect is unknown."));
        _idle.Set();
    }
}
