using System.Net.Sockets;
using Azure;

namespace TransVox.Orchestration.Storage;

/// <summary>Tells a storage account that cannot be reached for now from a mistake of ours.</summary>
public static class StorageFailures
{
    /// <summary>Whether the same call may succeed later.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        RequestFailedException e => e.Status is 0 or 408 or 409 or 429 or >= 500,
        AggregateException e => e.InnerExceptions.All(IsTransient),
        // The client library's own time limit ends as a cancellation that nobody asked for: callers whose token was cancelled look first.
        IOException or HttpRequestException or SocketException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
