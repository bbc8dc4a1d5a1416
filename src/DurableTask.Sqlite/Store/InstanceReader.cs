using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DurableTask.Sqlite.Execution;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace DurableTask.Sqlite.Store;

/// <summary>What clients see of instances, straight from the store: committed by definition, and off the engine's thread.</summary>
internal static class InstanceReader
{
    private const string Columns = "key, id, name, status, created, updated, tags, custom_status";
    private const string Data = ", failure, input, output";

    /// <param name="connection">To the store.</param>
    /// <param name="id">The instance.</param>
    /// <param name="converter">Null leaves out input, output and failure.</param>
    public static OrchestrationMetadata? Get(SqliteConnection connection, string id, DataConverter? converter)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select(converter) + " WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Read(reader, converter).Instance : null;
    }

    /// <summary>A page, newest first. The token is the key of the page's last row: keys grow in the order of creation.</summary>
    /// <exception cref="ArgumentException">The token is not of this store.</exception>
    public static Page<OrchestrationMetadata> Query(
        SqliteConnection connection, OrchestrationQuery query, string? token, int pageSize, DataConverter? converter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        using var command = connection.CreateCommand();
        command.CommandText = $"{Select(converter)} WHERE {Conditions(query, token, command)} ORDER BY key DESC LIMIT $limit";
        command.Parameters.AddWithValue("$limit", pageSize + 1L);
        using var reader = command.ExecuteReader();
        var instances = new List<OrchestrationMetadata>();
        long last = 0;
        while (reader.Read())
        {
            if (instances.Count == pageSize)
            {
                return new Page<OrchestrationMetadata>(instances, last.ToString(CultureInfo.InvariantCulture));
            }

            (last, var instance) = Read(reader, converter);
            instances.Add(instance);
        }

        return new Page<OrchestrationMetadata>(instances);
    }

    /// <summary>Ids of ended instances by the time of their end, oldest first, after one of a page before.</summary>
    public static Page<string> Ended(
        SqliteConnection connection, IEnumerable<OrchestrationRuntimeStatus>? statuses, DateTimeOffset? from, DateTimeOffset? to, int pageSize, string? lastKey)
    {
        using var command = connection.CreateCommand();
        var where = new StringBuilder("status >= 3");
        AddStatuses(where, statuses);
        where.Append(" AND updated >= $from AND updated <= $to AND key > $last");
        command.Parameters.AddWithValue("$from", from?.UtcTicks ?? 0);
        command.Parameters.AddWithValue("$to", to?.UtcTicks ?? long.MaxValue);
        command.Parameters.AddWithValue("$last", lastKey is null ? 0 : ParseToken(lastKey));
        command.Parameters.AddWithValue("$limit", pageSize);
        command.CommandText = $"SELECT key, id FROM instances WHERE {where} ORDER BY key LIMIT $limit";
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        long last = 0;
        while (reader.Read())
        {
            last = reader.GetInt64(0);
            ids.Add(reader.GetString(1));
        }

        return new Page<string>(ids, ids.Count == pageSize ? last.ToString(CultureInfo.InvariantCulture) : null);
    }

    public static InstanceStatus ToStored(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => InstanceStatus.Pending,
        OrchestrationRuntimeStatus.Suspended => InstanceStatus.Suspended,
        OrchestrationRuntimeStatus.Completed => InstanceStatus.Completed,
        OrchestrationRuntimeStatus.Failed => InstanceStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => InstanceStatus.Terminated,
        OrchestrationRuntimeStatus.Running => InstanceStatus.Running,
        // Cancelled and continued as new: no instance is ever seen so.
        _ => (InstanceStatus)(-1),
    };

    private static OrchestrationRuntimeStatus FromStored(InstanceStatus status) => status switch
    {
        InstanceStatus.Pending => OrchestrationRuntimeStatus.Pending,
        InstanceStatus.Suspended => OrchestrationRuntimeStatus.Suspended,
        InstanceStatus.Completed => OrchestrationRuntimeStatus.Completed,
        InstanceStatus.Failed => OrchestrationRuntimeStatus.Failed,
        InstanceStatus.Terminated => OrchestrationRuntimeStatus.Terminated,
        _ => OrchestrationRuntimeStatus.Running,
    };

    private static string Select(DataConverter? converter) => $"SELECT {Columns}{(converter is null ? "" : Data)} FROM instances";

    private static string Conditions(OrchestrationQuery query, string? token, SqliteCommand command)
    {
        var where = new StringBuilder("1");
        void Add(string condition, string parameter, object value)
        {
            where.Append(" AND ").Append(condition);
            command.Parameters.AddWithValue(parameter, value);
        }

        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            // The last code point sorts after every continuation of the prefix; a range, unlike LIKE, can use the index.
            Add("id >= $prefix", "$prefix", prefix);
            Add("id < $end", "$end", prefix + "\U0010FFFF");
        }

        AddStatuses(where, query.Statuses);
        if (query.CreatedFrom is { } from)
        {
            Add("created >= $from", "$from", from.UtcTicks);
        }

        if (query.CreatedTo is { } to)
        {
            Add("created <= $to", "$to", to.UtcTicks);
        }

        if (token is not null)
        {
            Add("key < $token", "$token", ParseToken(token));
        }

        return where.ToString();
    }

    private static void AddStatuses(StringBuilder where, IEnumerable<OrchestrationRuntimeStatus>? wanted)
    {
        if (wanted?.Select(ToStored).ToList() is not { Count: > 0 } statuses)
        {
            return;
        }

        where.Append(" AND status IN (").AppendJoin(", ", statuses.Select(status => ((int)status).ToString(CultureInfo.InvariantCulture))).Append(')');
        if (statuses.All(status => status < InstanceStatus.Completed))
        {
            // Said again in the words of the partial index, so that the planner may use it.
            where.Append(" AND status < 3");
        }
    }

    private static long ParseToken(string token) =>
        long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException("The continuation token is not one that a query of this store returned.", nameof(token));

    private static (long Key, OrchestrationMetadata Instance) Read(SqliteDataReader r, DataConverter? converter)
    {
        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
        static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
        return (r.GetInt64(0), new OrchestrationMetadata(r.GetString(2), r.GetString(1))
        {
            RuntimeStatus = FromStored((InstanceStatus)r.GetInt32(3)),
            CreatedAt = Time(r.GetInt64(4)),
            LastUpdatedAt = Time(r.GetInt64(5)),
            Tags = Text(6) is { } tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags)! : ImmutableDictionary<string, string>.Empty,
            DataConverter = converter,
            SerializedCustomStatus = Text(7),
            FailureDetails = converter is null ? null : FailureCodec.FromJson(Text(8)),
            SerializedInput = converter is null ? null : Text(9),
            SerializedOutput = converter is null ? null : Text(10),
        });
    }
}
