using TransVox.Orchestration.Tests.Jobs;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>Every scenario on Microsoft's worker. Another runtime is one more class like this.</summary>
public static class OnMicrosoft
{
    public sealed class Shards() : ShardTests(new MicrosoftRuntime());

    public sealed class Dubbing() : DubbingTests(new MicrosoftRuntime());

    public sealed class Plan() : PlanTests(new MicrosoftRuntime());

    public sealed class Languages() : LanguagesTests(new MicrosoftRuntime());

    public sealed class Cancel() : CancelTests(new MicrosoftRuntime());

    public sealed class Retry() : RetryTests(new MicrosoftRuntime());

    public sealed class Review() : ReviewTests(new MicrosoftRuntime());

    public sealed class Client() : ClientTests(new MicrosoftRuntime());

    public sealed class CrashPoint() : CrashPointTests(new MicrosoftRuntime());

    public sealed class Notify() : NotifyTests(new MicrosoftRuntime());

    public sealed class Timeline() : TimelineTests(new MicrosoftRuntime());

    public sealed class Storm() : StormTests(new MicrosoftRuntime());

    public sealed class Version() : VersionTests(new MicrosoftRuntime());
}
