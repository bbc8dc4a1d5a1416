using TransVox.FunctionsHost.Protocol;

namespace TransVox.FunctionsHost;

/// <summary>What a function threw. The Durable extension reads type, message and stack out of the text, which is the real host's.</summary>
public sealed class WorkerException(StatusResult result)
    : Exception($"Result: {result.Result}\nException: {result.Exception?.Message}\nStack: {result.Exception?.StackTrace}")
{
    public static void ThrowIfFailed(StatusResult? result)
    {
        if (result is not { Status: StatusResult.Types.Status.Success })
            throw new WorkerException(result ?? new StatusResult());
    }
}
