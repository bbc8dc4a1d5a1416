using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Tests.Runtimes;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

/// <summary>
/// The one-machine store of each version of the orchestrations, as SQL, with jobs in the middle of their work: what an orchestrator asks for now
/// must fit what it asked for then. What to do when it does not: <c>docs/operations.md</c>.
/// </summary>
public sealed class RecordedJobsTests
{
    private const double Long = 1e9;
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "tests/Orchestration.Tests/Histories");

    public static TheoryData<string> Versions() => new(Directory.GetFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Append(DurableTasks.Version).Distinct());

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Jobs_of_every_version_go_on_to_their_ends(string version)
    {
        var file = Path.Combine(Folder, version + ".sql");
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, await RecordAsync());
            Assert.Fail($"{file} was missing; it has been recorded. Commit it, and leave it as it is from then on.");
        }

        using var folder = new TemporaryFolder();
        var store = folder.File("durable.db");
        Execute(store, await File.ReadAllTextAsync(file));
        await using var harness = await JobHarness.StartAsync(new SqliteRuntime { StorePath = store });
        foreach (var waiting in await AllAsync(harness, JobState.AwaitingReview))
            await harness.ApproveAsync(waiting.InstanceId);
        await Eventually.IsTrueAsync("all end", async () =>
        {
            var all = await AllAsync(harness);
            Assert.All(all, one => Assert.True(
                one.RuntimeStatus != OrchestrationRuntimeStatus.Failed, $"{one.InstanceId} began in version {version}: {one.FailureDetails?.ErrorMessage}"));
            return all.All(one => one.IsCompleted);
        }, TimeSpan.FromMinutes(1));

        Assert.Equal((9, 8), ((await AllAsync(harness)).Count, (await AllAsync(harness, JobState.Completed)).Count));
        await harness.AssertNothingHeldAsync();
        // What was done is not done again.
        Assert.DoesNotContain(harness.Started, start => start.Activity == ActivityNames.Of(Stage.Probe));
    }

    /// <summary>Jobs that wait for their user's slot, for the pool's and for a review, that run a stage, that have languages, and whose webhook is told again later.</summary>
    private static async Task<string> RecordAsync()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("durable.db");
        await using var harness = await JobHarness.StartAsync(new SqliteRuntime { StorePath = store });
        harness.Stage = input => input is { Stage: Stage.Synthesize, UserId: "eve" } ? Scripted.Never() : null;
        harness.Plan = input => new NoticePlan(input.Notice is null ? [] : [new DeliveryRef("ada", "w", $"{input.Number}")], [30], false);
        harness.Deliver = _ => Task.FromResult(DeliverOutcome.Failed);
        Task SubmitAsync(JobRequest request) => harness.SubmitAndSettleAsync(request with { Policy = request.Policy with { ReviewTimeout = Long, QueueTimeout = Long } });
        var reviewed = harness.Request(review: true) with { Webhooks = true };
        await NotifyOrchestrator.StartAsync(harness.Client, reviewed.JobId, default);
        await SubmitAsync(reviewed);
        // Three languages, of which one synthesizes and two wait for their user's slot; then jobs that wait for the pool's and for the user's.
        await SubmitAsync(LanguagesTests.Several(harness, "eve"));
        await SubmitAsync(harness.Request());
        await SubmitAsync(harness.Request("bob"));
        await SubmitAsync(harness.Request("bob"));
        return Dump(store);
    }

    private static async Task<List<OrchestrationMetadata>> AllAsync(JobHarness harness, JobState? state = null)
    {
        var all = new List<OrchestrationMetadata>();
        await foreach (var instance in harness.Client.ReadAllAsync(new OrchestrationQuery(FetchInputsAndOutputs: true), default))
        {
            if (state is null || instance.ReadCustomStatusAs<JobStatus>()?.State == state)
                all.Add(instance);
        }

        return all;
    }

    private static string Dump(string store)
    {
        using var connection = Open(store);
        var sql = new StringBuilder();
        foreach (var (name, create) in Query(connection, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'table' DESC, name"))
        {
            sql.Append(create).Append(";\n");
            var columns = Query(connection, $"SELECT name, '' FROM pragma_table_info('{name}')").Select(column => $"quote(\"{column.Name}\")").ToList();
            foreach (var (_, row) in create.StartsWith("CREATE TABLE", StringComparison.Ordinal) ? Query(connection, $"SELECT '', {string.Join(" || ',' || ", columns)} FROM \"{name}\"") : [])
                sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {name} VALUES ({row});\n");
        }

        return sql.Append(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Query(connection, "SELECT '', user_version FROM pragma_user_version")[0].Value};\n").ToString();
    }

    private static List<(string Name, string Value)> Query(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private static void Execute(string store, string sql)
    {
        using var connection = Open(store);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string store)
    {
        var connection = new SqliteConnection($"Data Source={store};Pooling=False");
        connection.Open();
        return connection;
    }
}
