using DurableTask.Sqlite.Execution;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Store;

/// <summary>Reads committed state. One thread at a time; the engine's loop has its own.</summary>
internal sealed class StoreReader : IDisposable
{
    private const string EngineColumns = "key, id, name, status, created, updated, execution, input, custom_status, version, tags, " +
        "parent_id, parent_execution, parent_call, parent_name, trace, span";

    private readonly SqliteConnection _connection;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _instance;
    private readonly Statement _history;
    private readonly Statement _nextActive;
    private readonly Statement _children;
    private readonly Statement _entity;
    private readonly Statement _entityOps;
    private readonly Statement _messages;

    public StoreReader(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new Statement(connection, "BEGIN");
        _end = new Statement(connection, "COMMIT");
        _instance = new Statement(connection, $"SELECT {EngineColumns} FROM instances WHERE id = ?1");
        _history = new Statement(connection, "SELECT seq, events FROM history WHERE instance = ?1 ORDER BY seq");
        _nextActive = new Statement(connection,
            $"SELECT {EngineColumns} FROM instances INDEXED BY instances_active WHERE status < 3 AND key > ?1 ORDER BY key LIMIT 1");
        _children = new Statement(connection, "SELECT id FROM instances WHERE parent_id = ?1 ORDER BY key");
        _entity = new Statement(connection, "SELECT key, version, state, locked_by, updated FROM entities WHERE name = ?1 AND entity_key = ?2");
        _entityOps = new Statement(connection, "SELECT operation, input, at FROM entity_ops WHERE entity = ?1 ORDER BY version");
        _messages = new Statement(connection, "SELECT id, body FROM messages ORDER BY id");
    }

    public SqliteConnection Connection => _connection;

    /// <summary>The instance's row, or null.</summary>
    public StoredInstance? Instance(string id)
    {
        var found = _instance.Bind(1, id).Step() ? ReadInstance(_instance) : null;
        _instance.Reset();
        return found;
    }

    /// <summary>The first active instance after a key, or null at the end; reads active rows only, however many ended.</summary>
    public StoredInstance? NextActive(long afterKey)
    {
        var found = _nextActive.Bind(1, afterKey).Step() ? ReadInstance(_nextActive) : null;
        _nextActive.Reset();
        return found;
    }

    /// <summary>The whole history, and the sequence number for its next chunk.</summary>
    public (List<HistoryEvent> Events, int NextSeq) History(long key)
    {
        var events = new List<HistoryEvent>();
        var next = 0;
        _history.Bind(1, key);
        while (_history.Step())
        {
            next = (int)_history.Int64(0) + 1;
            HistoryCodec.Read(_history.Bytes(1), events);
        }

        _history.Reset();
        return (events, next);
    }

    /// <summary>Sub-orchestrations of an instance, oldest first.</summary>
    public List<string> ChildrenOf(string id)
    {
        var found = new List<string>();
        _children.Bind(1, id);
        while (_children.Step())
        {
            found.Add(_children.Text(0)!);
        }

        _children.Reset();
        return found;
    }

    /// <summary>The entity, snapshot and log from one point in time, or null.</summary>
    public StoredEntity? Entity(EntityInstanceId id)
    {
        _begin.Execute();
        try
        {
            if (!_entity.Bind(1, id.Name).Bind(2, id.Key).Step())
            {
                return null;
            }

            var (key, version, snapshot) = (_entity.Int64(0), _entity.Int64(1), _entity.Text(2)!);
            var (lockedBy, updated) = (LockText.Read(_entity.Text(3)), _entity.Int64(4));
            var ops = new List<EntityOp>();
            _entityOps.Bind(1, key);
            while (_entityOps.Step())
            {
                ops.Add(new EntityOp(_entityOps.Text(0)!, _entityOps.Text(1), _entityOps.Int64(2)));
            }

            return new StoredEntity(key, version, snapshot, ops, lockedBy, updated);
        }
        finally
        {
            _entity.Reset();
            _entityOps.Reset();
            _end.Execute();
        }
    }

    /// <summary>Messages sent and not yet received, in order.</summary>
    public List<MessageWrite> Messages()
    {
        var found = new List<MessageWrite>();
        while (_messages.Step())
        {
            found.Add(new MessageWrite(_messages.Int64(0), _messages.Bytes(1)));
        }

        _messages.Reset();
        return found;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _end, _instance, _history, _nextActive, _children, _entity, _entityOps, _messages })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static StoredInstance ReadInstance(Statement s) => new(
        s.Int64(0),
        s.Text(1)!,
        s.Text(2)!,
        (InstanceStatus)s.Int64(3),
        s.Int64(4),
        s.Int64(5),
        (int)s.Int64(6),
        s.Text(7),
        s.Text(8),
        s.Text(9),
        s.Text(10),
        s.Text(11) is { } parent ? new ParentRef(parent, (int)s.Int64(12), (int)s.Int64(13), s.Text(14)!) : null,
        s.Text(15),
        s.Text(16));
}
