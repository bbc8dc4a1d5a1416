using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using DurableTask.Sqlite.Execution;

namespace DurableTask.Sqlite.Store;

/// <summary>Writes a <see cref="WriteSet"/> in one transaction. Belongs to the committer's thread.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly bool _payloadsAreJson;
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _history;
    private readonly List<Statement> _all = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _insertInstance;
    private readonly Statement _updateInstance;
    private readonly Statement _deleteInstance;
    private readonly Statement _setInput;
    private readonly Statement _appendHistory;
    private readonly Statement _deleteHistory;
    private readonly Statement _putEntity;
    private readonly Statement _touchEntity;
    private readonly Statement _deleteEntity;
    private readonly Statement _appendOp;
    private readonly Statement _deleteOps;
    private readonly Statement _putMessage;
    private readonly Statement _deleteMessage;

    /// <param name="connection">Its own.</param>
    /// <param name="payloadsAreJson">Whether payloads may be nested in JSON.</param>
    public StoreWriter(SqliteConnection connection, bool payloadsAreJson)
    {
        _connection = connection;
        _payloadsAreJson = payloadsAreJson;
        _history = HistoryCodec.CreateWriter(_buffer);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _insertInstance = Prepare(
            "INSERT OR REPLACE INTO instances (key, status, updated, execution, output, custom_status, failure, version, id, name, created, input, " +
            "tags, parent_id, parent_execution, parent_call, parent_name, trace, span) " +
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
        _updateInstance = Prepare(
            "UPDATE instances SET status = ?2, updated = ?3, execution = ?4, output = ?5, custom_status = ?6, failure = ?7, version = ?8 WHERE key = ?1");
        _deleteInstance = Prepare("DELETE FROM instances WHERE key = ?1");
        _setInput = Prepare("UPDATE instances SET input = ?2 WHERE key = ?1");
        _appendHistory = Prepare("INSERT INTO history (instance, seq, events) VALUES (?1, ?2, ?3)");
        _deleteHistory = Prepare("DELETE FROM history WHERE instance = ?1");
        _putEntity = Prepare(
            "INSERT INTO entities (key, name, entity_key, version, state, locked_by, updated) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) " +
            "ON CONFLICT (key) DO UPDATE SET version = ?4, state = ?5, locked_by = ?6, updated = ?7");
        _touchEntity = Prepare("UPDATE entities SET locked_by = ?2, updated = ?3 WHERE key = ?1");
        _deleteEntity = Prepare("DELETE FROM entities WHERE key = ?1");
        _appendOp = Prepare("INSERT INTO entity_ops (entity, version, operation, input, at) VALUES (?1, ?2, ?3, ?4, ?5)");
        _deleteOps = Prepare("DELETE FROM entity_ops WHERE entity = ?1");
        _putMessage = Prepare("INSERT INTO messages (id, body) VALUES (?1, ?2)");
        _deleteMessage = Prepare("DELETE FROM messages WHERE id = ?1");
    }

    public SqliteConnection Connection => _connection;

    /// <summary>
    /// Whether a commit failed because the disk is full or read-only. The transaction is rolled back and may be tried again; after a flush
    /// that failed it may not, because what the system does with its cached pages then is unknown.
    /// </summary>
    public static bool IsForWantOfDisk(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_READONLY
        || exception.SqliteExtendedErrorCode is raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_TRUNCATE;

    /// <summary>Commits everything or, on an exception, nothing.</summary>
    public void Commit(WriteSet set)
    {
        _begin.Execute();
        try
        {
            Write(set);
            _commit.Execute();
        }
        catch
        {
            // After a failed COMMIT the transaction may be gone already; the first error is the one to report.
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
            {
                _rollback.Execute();
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _all)
        {
            statement.Dispose();
        }

        _history.Dispose();
        _connection.Dispose();
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _all.Add(statement);
        return statement;
    }

    private void Write(WriteSet set)
    {
        foreach (var key in set.PurgedInstances)
        {
            _deleteHistory.Bind(1, key).Execute();
            _deleteInstance.Bind(1, key).Execute();
        }

        foreach (var id in set.ReceivedMessages)
        {
            _deleteMessage.Bind(1, id).Execute();
        }

        foreach (var instance in set.Instances)
        {
            WriteInstance(instance);
        }

        foreach (var entity in set.Entities)
        {
            WriteEntity(entity);
        }

        foreach (var message in set.SentMessages)
        {
            _putMessage.Bind(1, message.Id).BindUtf8(2, message.Body).Execute();
        }
    }

    private void WriteInstance(InstanceWrite i)
    {
        var row = i.Row;
        var statement = i.IsNew ? _insertInstance : _updateInstance;
        statement.Bind(1, row.Key).Bind(2, (long)i.Status).Bind(3, i.Updated).Bind(4, i.Execution)
            .Bind(5, i.Output).Bind(6, i.CustomStatus).Bind(7, FailureCodec.ToJson(i.Failure)).Bind(8, i.Version);
        if (i.IsNew)
        {
            statement.Bind(9, row.Id).Bind(10, row.Name).Bind(11, row.Created).Bind(12, i.Input).Bind(13, row.Tags)
                .Bind(14, row.Parent?.Instance).Bind(15, row.Parent?.Execution ?? 0).Bind(16, row.Parent?.Call ?? 0).Bind(17, row.Parent?.Name)
                .Bind(18, row.Trace).Bind(19, row.Span);
        }

        statement.Execute();
        if (i.ResetHistory)
        {
            _deleteHistory.Bind(1, row.Key).Execute();
            _setInput.Bind(1, row.Key).Bind(2, i.Input).Execute();
        }

        if (i.Events.Count > 0)
        {
            _buffer.ResetWrittenCount();
            HistoryCodec.Write(_history, i.Events, _payloadsAreJson);
            _appendHistory.Bind(1, row.Key).Bind(2, i.Seq).BindUtf8(3, _buffer.WrittenSpan).Execute();
        }
    }

    private void WriteEntity(EntityWrite e)
    {
        if (e.ClearLog)
        {
            _deleteOps.Bind(1, e.Key).Execute();
        }

        if (e.IsDelete)
        {
            _deleteEntity.Bind(1, e.Key).Execute();
        }
        else if (e.Snapshot is not null)
        {
            _putEntity.Bind(1, e.Key).Bind(2, e.Id.Name).Bind(3, e.Id.Key).Bind(4, e.Version).Bind(5, e.Snapshot)
                .Bind(6, LockText.Write(e.LockedBy)).Bind(7, e.Updated).Execute();
        }
        else
        {
            _touchEntity.Bind(1, e.Key).Bind(2, LockText.Write(e.LockedBy)).Bind(3, e.Updated).Execute();
            for (var n = 0; n < e.Ops.Count; n++)
            {
                var op = e.Ops[n];
                _appendOp.Bind(1, e.Key).Bind(2, e.Version + n).Bind(3, op.Operation).Bind(4, op.Input).Bind(5, op.At).Execute();
            }
        }
    }
}
