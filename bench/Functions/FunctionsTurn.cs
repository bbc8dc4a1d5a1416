namespace TransVox.Bench.Functions;

/// <summary>What one turn measured.</summary>
/// <param name="Seconds">From the first creation to the last completion.</param>
/// <param name="HandoffP50Ms">A single slot's idle time when all jobs are of one user that may run one.</param>
/// <param name="HandoffP99Ms">The same.</param>
/// <param name="HandoffBetweenUsersP50Ms">The same when each job is of another user.</param>
/// <param name="HandoffBetweenUsersP99Ms">The same.</param>
/// <param name="RequestsPerJob">Storage requests that depend on jobs.</param>
/// <param name="FetchesPerJob">Fetches of messages and care for partitions, which depend on time.</param>
internal sealed record FunctionsTurn(
    double Seconds, double HandoffP50Ms, double HandoffP99Ms, double HandoffBetweenUsersP50Ms, double HandoffBetweenUsersP99Ms,
    double RequestsPerJob, double FetchesPerJob);
