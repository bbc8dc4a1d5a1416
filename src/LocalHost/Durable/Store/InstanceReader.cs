using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Store;

/// <summary>What clients see of instances, straight from the store: committed by definition, and off the engine's thread.</summary>
internal static class InstanceReader
{
    private const string Columns = "key, id, name, status, created, updated, custom_status, failure";

    public static InstanceMetadata? Get(SqliteConnection connection, string id, bool withData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select(withData) + " WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Read(reader, withData).Instance : null;
    }

    /// <summary>A page, newest first. The token is the key of the page's last row: keys grow in the order of creation.</summary>
    public static InstancePage Query(SqliteConnection connection, InstanceQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        using var command = connection.CreateCommand();
        command.CommandText = $"{Select(query.FetchInputsAndOutputs)} WHERE {Conditions(query, command)} ORDER BY key DESC LIMIT $limit";
        command.Parameters.AddWithValue("$limit", query.PageSize + 1L);
        using var reader = command.ExecuteReader();
        var instances = new List<InstanceMetadata>();
        long last = 0;
        while (reader.Read())
        {
            if (instances.Count == query.PageSize)
            {
                return new InstancePage(instances, last.ToString(CultureInfo.InvariantCulture));
            }

            (last, var instance) = Read(reader, query.FetchInputsAndOutputs);
            instances.Add(instance);
        }

        return new InstancePage(instances, null);
    }

    private static string Select(bool withData) => $"SELECT {Columns}{(withData ? ", input, output" : "")} FROM instances";

    private static string Conditions(InstanceQuery query, SqliteCommand command)
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

        if (query.Statuses is { } statuses)
        {
            where.Append(" AND status IN (").AppendJoin(", ", statuses.Select(status => ((int)status).ToString(CultureInfo.InvariantCulture))).Append(')');
            if (statuses.All(status => status < InstanceStatus.Completed))
            {
                // Said again in the words of the partial index, so that the planner may use it.
                where.Append(" AND status < 3");
            }
        }

        if (query.CreatedFrom is { } from)
        {
            Add("created >= $from", "$from", from.UtcTicks);
        }

        if (query.CreatedTo is { } to)
        {
            Add("created <= $to", "$to", to.UtcTicks);
        }

        if (query.ContinuationToken is { } token)
        {
            Add("key < $token", "$token", ParseToken(token));
        }

        return where.ToString();
    }

    private static long ParseToken(string token) =>
        long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException("The continuation token is not one that a query of this store returned.", nameof(token));

    private static (long Key, InstanceMetadata Instance) Read(SqliteDataReader r, bool withData)
    {
        string? Text(int column) => r.IsDBNull(column) ? null : r.GetString(column);
        static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
        return (r.GetInt64(0), new InstanceMetadata(
            r.GetString(1),
            r.GetString(2),
            (InstanceStatus)r.GetInt32(3),
            Time(r.GetInt64(4)),
            Time(r.GetInt64(5)),
            withData ? Text(8) : null,
            withData ? Text(9) : null,
            Text(6),
            Text(7)));
    }
}
