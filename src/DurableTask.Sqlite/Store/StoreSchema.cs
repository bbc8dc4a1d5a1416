using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Store;

/// <summary>
/// The tables and their versions. A change of the schema is a new entry of <see cref="Migrations"/>; entries are never edited,
/// since stores exist that ran them.
/// </summary>
internal static class StoreSchema
{
    // history.events is a JSON array of what one commit appended. entities.state is the snapshot at entities.version;
    // entity_ops are the operations after it. messages holds what one step sent and no step has received yet, which is
    // rare: chains run to their end within one commit unless they are very long.
    private const string Version1 = """
        CREATE TABLE instances (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            execution INTEGER NOT NULL,
            input TEXT,
            output TEXT,
            custom_status TEXT,
            failure TEXT);
        CREATE INDEX instances_active ON instances (key) WHERE status < 3;
        CREATE INDEX instances_ended ON instances (updated) WHERE status >= 3;
        CREATE TABLE history (
            instance INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            events TEXT NOT NULL,
            PRIMARY KEY (instance, seq)) WITHOUT ROWID;
        CREATE TABLE entities (
            key INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            entity_key TEXT NOT NULL,
            version INTEGER NOT NULL,
            state TEXT NOT NULL,
            UNIQUE (name, entity_key));
        CREATE TABLE entity_ops (
            entity INTEGER NOT NULL,
            version INTEGER NOT NULL,
            operation TEXT NOT NULL,
            input TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (entity, version)) WITHOUT ROWID;
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
            body TEXT NOT NULL);
        """;

    // What whole Durable Task has beyond version 1: versions, tags, parents, trace contexts, failures with their details, locks.
    // An empty state stands for an entity that is locked and has none.
    private const string Version2 = """
        ALTER TABLE instances ADD COLUMN version TEXT;
        ALTER TABLE instances ADD COLUMN tags TEXT;
        ALTER TABLE instances ADD COLUMN parent_id TEXT;
        ALTER TABLE instances ADD COLUMN parent_execution INTEGER;
        ALTER TABLE instances ADD COLUMN parent_call INTEGER;
        ALTER TABLE instances ADD COLUMN parent_name TEXT;
        ALTER TABLE instances ADD COLUMN trace TEXT;
        ALTER TABLE instances ADD COLUMN span TEXT;
        CREATE INDEX instances_parent ON instances (parent_id) WHERE parent_id IS NOT NULL;
        UPDATE instances SET output = json_quote(failure), failure = NULL WHERE status = 5;
        UPDATE instances SET failure = json_object('type', '', 'message', failure) WHERE failure IS NOT NULL;
        ALTER TABLE entities ADD COLUMN locked_by TEXT;
        ALTER TABLE entities ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
        UPDATE messages SET body = json_object('$type', 'instanceInput', 'instance', body ->> 'instance', 'execution', -1, 'input',
            json_object('kind', 'EventRaised', 'name', body ->> 'name', 'payload', json(body ->> 'payload')))
            WHERE body ->> '$."$type"' = 'event';
        UPDATE messages SET body = json_object('$type', 'instanceInput', 'instance', body ->> 'instance', 'execution', body ->> 'execution',
            'awaited', 'EntityCalled', 'input', iif(body ->> 'error' IS NULL,
                json_object('kind', 'EntityReplied', 'id', body ->> 'callId', 'payload', json(body ->> 'result')),
                json_object('kind', 'EntityFailed', 'id', body ->> 'callId', 'message', body ->> 'error')))
            WHERE body ->> '$."$type"' = 'entityReply';
        """;

    private static readonly string[] Shipped = [Version1, Version2];

    /// <summary>Script n (from 0) brings a store of version n to version n + 1.</summary>
    public static IReadOnlyList<string> Migrations => Shipped;

    /// <summary>Brings the store to the newest version, each migration in its own transaction.</summary>
    /// <exception cref="DurableStoreException">The store was written by a newer program.</exception>
    public static void Migrate(SqliteConnection connection, IReadOnlyList<string> migrations)
    {
        var version = ReadVersion(connection);
        if (version > migrations.Count)
        {
            throw new DurableStoreException(
                $"The durable store '{connection.DataSource}' has schema version {version}, this program knows up to {migrations.Count}: " +
                "it was written by a newer release. Start that release, or point the host at another store.");
        }

        for (; version < migrations.Count; version++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = migrations[version];
            command.ExecuteNonQuery();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    public static int ReadVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (int)(long)command.ExecuteScalar()!;
    }
}
