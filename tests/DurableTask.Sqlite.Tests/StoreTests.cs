using Microsoft.Data.Sqlite;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Tests;

/// <summary>The store: one host at a time, versions, a quick start, and the end of a runtime that cannot write, or not yet.</summary>
public class StoreTests
{
    [Fact]
    public async Task A_second_host_on_the_same_store_is_turned_away_until_the_first_has_gone()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();
        using var second = kit.Build();

        var refusal = await Assert.ThrowsAsync<DurableStoreException>(() => second.StartAsync());
        Assert.Contains("in use by another host", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(kit.StorePath, refusal.Message, StringComparison.Ordinal);

        await kit.StopAsync();
        using var third = kit.Build();
        await third.StartAsync();
        await third.StopAsync();
    }

    [Theory, InlineData(null), InlineData(""), InlineData("plain"), InlineData("ñ → 🎬")]
    public void Text_is_read_as_it_was_bound(string? text)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var statement = new Statement(connection, "SELECT ?1, ?2, typeof(?1)");

        statement.Bind(1, text).Bind(2, text is null ? null : string.Concat(Enumerable.Repeat(text, 10_000)));
        Assert.True(statement.Step());
        Assert.Equal((text, text?.Length * 10_000, text is null ? "null" : "text"), (statement.Text(0), statement.Text(1)?.Length, statement.Text(2)));
        statement.Reset();
    }

    [Fact]
    public async Task A_store_of_a_newer_release_is_refused()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();
        await kit.StopAsync();
        Execute(kit.StorePath, "PRAGMA user_version = 99");

        var refusal = await Assert.ThrowsAsync<DurableStoreException>(kit.StartAsync);
        Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_run_once_each_in_order_and_keep_what_is_there()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        await kit.StartAsync();
        await kit.OutputOfAsync("echo", 7);
        await kit.StopAsync();
        await using var connection = new SqliteConnection($"Data Source={kit.StorePath};Pooling=False");
        connection.Open();

        string[] migrations = [.. StoreSchema.Migrations, "ALTER TABLE instances ADD COLUMN extra TEXT", "UPDATE instances SET extra = 'x' || id"];
        StoreSchema.Migrate(connection, migrations);
        StoreSchema.Migrate(connection, migrations);

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT extra FROM instances";
        Assert.Equal("xecho-1", command.ExecuteScalar());
    }

    [Fact]
    public async Task A_log_that_is_reserved_does_not_grow_and_is_read_up_to_its_last_commit_after_a_crash()
    {
        const int Reserve = 3_500_000;
        await using var kit = new RuntimeKit();
        kit.Options.LogReserveBytes = Reserve;
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        kit.Orchestrator<int, int>("waiter", (context, _) => context.WaitForExternalEvent<int>("go"));
        var log = new FileInfo(kit.StorePath + "-wal");
        await kit.StartAsync();
        Assert.Equal(Reserve, log.Length);

        await kit.OutputOfAsync("echo", 7);
        await kit.RunAsync("waiter", 0);
        await kit.CrashAndRestartAsync();
        log.Refresh();
        Assert.Equal(Reserve, log.Length);
        Assert.Equal("7", (await kit.EndOfAsync("echo-1")).SerializedOutput);
        await kit.Client.RaiseEventAsync("waiter-1", "go", 3);
        Assert.Equal("3", (await kit.EndOfAsync("waiter-1")).SerializedOutput);

        await kit.RestartAsync();
        log.Refresh();
        Assert.Equal(Reserve, log.Length);
        Assert.Equal("3", (await kit.EndOfAsync("waiter-1")).SerializedOutput);
    }

    [Fact]
    public async Task A_start_reads_the_active_instances_only_however_many_have_ended()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        kit.Orchestrator<int, int>("waiter", (context, _) => context.WaitForExternalEvent<int>("go"));
        await kit.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(n => kit.TryStartAsync("echo", n, $"e{n}")));
        await Task.WhenAll(Enumerable.Range(0, 7).Select(n => kit.TryStartAsync("waiter", n, $"w{n}")));
        await kit.RestartAsync();

        Assert.Equal(7, kit.Counters.InstancesRecovered);
        Assert.Equal(0, kit.Counters.Replays);
        await kit.Client.RaiseEventAsync("w3", "go", 3);
        Assert.Equal("3", (await kit.EndOfAsync("w3")).SerializedOutput);
        Assert.Equal(1, kit.Counters.Replays);
        Assert.False(await kit.TryStartAsync("echo", 0, "e9999"));
    }

    [Fact]
    public async Task The_store_is_written_ahead_and_in_full()
    {
        await using var kit = new RuntimeKit();
        await kit.StartAsync();
        using var store = new ReadOnlyView(kit.StorePath);

        Assert.Equal("wal", store.Text("PRAGMA journal_mode"));
        Assert.Equal("2", kit.Read(reader => Scalar(reader.Connection, "PRAGMA synchronous")));
    }

    [Fact]
    public async Task A_runtime_that_cannot_commit_refuses_everything_and_stops_the_host()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        await kit.StartAsync();
        await kit.StopAsync();
        await kit.StartAsync();
        try
        {
            Execute(kit.StorePath, "CREATE TRIGGER full BEFORE INSERT ON history BEGIN SELECT RAISE(ABORT, 'no space left'); END");

            await Assert.ThrowsAsync<DurableStoreException>(() => kit.TryStartAsync("echo", 1, "x"));
            await Eventually.TrueAsync(() => kit.Lifetime.ApplicationStopping.IsCancellationRequested, "the host was told to stop");
            Assert.False(kit.Worker.IsRunning);
            Assert.Null(await kit.GetAsync("x"));
            await Assert.ThrowsAsync<DurableStoreException>(() => kit.TryStartAsync("echo", 1, "y"));
            Assert.Equal(1, Environment.ExitCode);
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    [Fact]
    public async Task A_full_disk_is_waited_for_and_nothing_is_told_before_it_takes_writes()
    {
        var disk = new FullDisk();
        await using var kit = new RuntimeKit { CrashPoints = disk };
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        await kit.StartAsync();
        disk.IsFull = true;
        var starting = kit.TryStartAsync("echo", 7, "x");
        await disk.RefusedAsync(times: 2);

        Assert.True(kit.Worker.WaitsForDisk);
        Assert.True(kit.Worker.IsRunning);
        Assert.False(starting.IsCompleted);
        Assert.Null(await kit.GetAsync("x"));

        disk.IsFull = false;
        Assert.True(await starting);
        Assert.Equal("7", (await kit.EndOfAsync("x")).SerializedOutput);
        Assert.False(kit.Worker.WaitsForDisk);
    }

    [Fact]
    public async Task A_host_that_stops_while_its_disk_is_full_keeps_what_was_committed()
    {
        var disk = new FullDisk();
        await using var kit = new RuntimeKit { CrashPoints = disk };
        kit.Orchestrator<int, int>("echo", (_, n) => Task.FromResult(n));
        await kit.StartAsync();
        await kit.OutputOfAsync("echo", 1);
        disk.IsFull = true;
        var starting = kit.TryStartAsync("echo", 7, "x");
        await disk.RefusedAsync(times: 1);
        try
        {
            await kit.StopAsync();
            await Assert.ThrowsAsync<DurableStoreException>(() => starting);
        }
        finally
        {
            Environment.ExitCode = 0;
        }

        disk.IsFull = false;
        await kit.StartAsync();
        Assert.Equal("1", (await kit.EndOfAsync("echo-1")).SerializedOutput);
        Assert.True(await kit.TryStartAsync("echo", 7, "x"));
    }

    [Theory]
    [InlineData(13, 13, true)]
    [InlineData(8, 8, true)]
    [InlineData(8, 8 | (4 << 8), true)]
    [InlineData(10, 10 | (3 << 8), true)]
    [InlineData(10, 10 | (4 << 8), false)]
    [InlineData(10, 10 | (1 << 8), false)]
    [InlineData(11, 11, false)]
    [InlineData(19, 19, false)]
    public void Only_a_write_that_found_no_room_is_tried_again(int code, int extended, bool again) =>
        Assert.Equal(again, StoreWriter.IsForWantOfDisk(new SqliteException("", code, extended)));

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class ReadOnlyView : IDisposable
    {
        private readonly SqliteConnection _connection;

        public ReadOnlyView(string path)
        {
            _connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode=ReadOnly");
            _connection.Open();
        }

        public string Text(string sql) => Scalar(_connection, sql);

        public void Dispose() => _connection.Dispose();
    }
}
