using System.Net.Sockets;

namespace TransVox.Orchestration.Outbound;

/// <summary>Says why a request to a user's address failed. Nothing of the address is in it.</summary>
internal static class OutboundFailures
{
    /// <summary>For the user.</summary>
    public static string Describe(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AddressRefusedException refused:
                    return refused.Message;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "The name could not be looked up.";
                case SocketException socket:
                    return $"No connection, or it broke off ({socket.SocketErrorCode}).";
            }
        }

        return (exception as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => "No secure connection: the server's certificate or TLS version is not accepted.",
            _ => "The connection broke off, or what came back is no HTTP.",
        };
    }

    /// <summary>The refusal, if the address leads where the service does not go.</summary>
    public static AddressRefusedException? RefusalOf(Exception exception) => exception.GetBaseException() as AddressRefusedException;
}
