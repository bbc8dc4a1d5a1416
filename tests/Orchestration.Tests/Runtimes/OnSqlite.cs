using TransVox.Orchestration.Tests.Jobs;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>Every scenario on the one-machine engine.</summary>
public static class OnSqlite
{
    public sealed class Shards() : ShardTests(new SqliteRuntime());

    public sealed class Dubbing() : DubbingTests(new SqliteRuntime());

    public sealed class Plan() : PlanTests(new SqliteRuntime());

    public sealed class Languages() : LanguagesTests(new SqliteRuntime());

    public sealed class Cancel() : CancelTests(new SqliteRuntime());

    public sealed class Retry() : RetryTests(new SqliteRuntime());

    public sealed class Review() : ReviewTests(new SqliteRuntime());

    public sealed class Client() : ClientTests(new SqliteRuntime());

    public sealed class CrashPoint() : CrashPointTests(new SqliteRuntime());

    public sealed class Notify() : NotifyTests(new SqliteRuntime());

    public sealed class Timeline() : TimelineTests(new SqliteRuntime());

    public sealed class Storm() : StormTests(new SqliteRuntime());

    public sealed class Version() : VersionTests(new SqliteRuntime());
}
