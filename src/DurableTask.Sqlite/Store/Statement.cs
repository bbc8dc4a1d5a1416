using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DurableTask.Sqlite.Store;

/// <summary>
/// A prepared statement on the handle of a <see cref="SqliteConnection"/>. The commit path executes thousands of rows per
/// second, and the ADO.NET layer would allocate a reader and box the parameters of each. Not thread-safe, like its connection.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _db = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
        Check(raw.sqlite3_prepare_v2(_db, sql, out _statement));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
        }
        else if (value.Length == 0)
        {
            // As an empty span it would be NULL.
            Check(raw.sqlite3_bind_text(_statement, index, value));
        }
        else
        {
            // The overload for strings makes an array of each. SQLite copies what it is given.
            var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(value));
            var code = raw.sqlite3_bind_text(_statement, index, bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes)));
            ArrayPool<byte>.Shared.Return(bytes);
            Check(code);
        }

        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Binds UTF-8 bytes as TEXT, so that the stored JSON is text to every SQLite client.</summary>
    public Statement BindUtf8(int index, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Execute()
    {
        var code = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE)
        {
            throw Error(code);
        }
    }

    /// <summary>Steps to the next row; at the end, or when done, call <see cref="Reset"/>.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return code == raw.SQLITE_ROW;
        }

        raw.sqlite3_reset(_statement);
        throw Error(code);
    }

    /// <summary>Ends a read: releases its snapshot.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public string? Text(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(code);
        }
    }

    private SqliteException Error(int code) => new(raw.sqlite3_errmsg(_db).utf8_to_string(), code, raw.sqlite3_extended_errcode(_db));
}
