using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Store;

/// <summary>Finds entities in the store.</summary>
internal static class EntityReader
{
    /// <summary>A page of ids, in the order of first use.</summary>
    /// <exception cref="ArgumentException">The token is not of this store.</exception>
    public static Page<EntityInstanceId> Query(SqliteConnection connection, EntityQuery query, string? token, int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        using var command = connection.CreateCommand();
        var where = new StringBuilder("key > $token");
        command.Parameters.AddWithValue("$token", token is null ? 0 : ParseToken(token));
        if (query.InstanceIdStartsWith is { } prefix)
        {
            where.Append(" AND substr('@' || name || '@' || entity_key, 1, length($prefix)) = $prefix");
            command.Parameters.AddWithValue("$prefix", prefix);
        }

        if (!query.IncludeTransient)
        {
            where.Append(" AND state <> ''");
        }

        where.Append(" AND updated >= $from AND updated <= $to");
        command.Parameters.AddWithValue("$from", query.LastModifiedFrom?.UtcTicks ?? 0);
        command.Parameters.AddWithValue("$to", query.LastModifiedTo?.UtcTicks ?? long.MaxValue);
        command.Parameters.AddWithValue("$limit", pageSize + 1L);
        command.CommandText = $"SELECT key, name, entity_key FROM entities WHERE {where} ORDER BY key LIMIT $limit";
        using var reader = command.ExecuteReader();
        var ids = new List<EntityInstanceId>();
        long last = 0;
        while (reader.Read())
        {
            if (ids.Count == pageSize)
            {
                return new Page<EntityInstanceId>(ids, last.ToString(CultureInfo.InvariantCulture));
            }

            last = reader.GetInt64(0);
            ids.Add(new EntityInstanceId(reader.GetString(1), reader.GetString(2)));
        }

        return new Page<EntityInstanceId>(ids);
    }

    private static long ParseToken(string token) =>
        long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw new ArgumentException("The continuation token is not one that a query of this store returned.", nameof(token));
}
