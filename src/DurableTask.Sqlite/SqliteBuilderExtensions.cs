using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DurableTask.Sqlite;

/// <summary>Durable Task on one machine.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Runs the worker on a SQLite file. Add it before hosted services that use its client.</summary>
    public static IDurableTaskWorkerBuilder UseSqlite(this IDurableTaskWorkerBuilder builder, Action<SqliteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SqliteTaskHub>();
        builder.Services.AddOptions<SqliteOptions>(builder.Name).Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        return builder.UseBuildTarget<SqliteDurableTaskWorker>();
    }

    /// <summary>The client of the worker of the same name, in the same process.</summary>
    public static IDurableTaskClientBuilder UseSqlite(this IDurableTaskClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SqliteTaskHub>();
        return builder.UseBuildTarget<SqliteDurableTaskClient>();
    }
}
