using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using TransVox.Pipeline.Remote;

namespace TransVox.Pipeline.OpenAi;

/// <summary>Clients of the official package, over connections that sign, bound and judge every request themselves.</summary>
internal static class OpenAiClients
{
    public static AudioClient Audio(RemoteServer server) => new(server.Profile.Model, Nothing, Options(server));

    public static IChatClient Chat(RemoteServer server) => new ChatClient(server.Profile.Model, Nothing, Options(server)).AsIChatClient();

    // The client wants a key; the connection replaces it by the one that is configured.
    private static ApiKeyCredential Nothing => new("none");

    private static OpenAIClientOptions Options(RemoteServer server) => new()
    {
        Endpoint = server.Address,
        Transport = new HttpClientPipelineTransport(server.Http),
        // The server's own limit and retries apply.
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
    };
}
