using Azure.Core;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>All servers of the configuration: their connections, and how much each is asked at a time by all stages together.</summary>
internal sealed class RemoteServers(TokenCredential identity, TimeProvider time) : IDisposable
{
    // A key must not travel to where a redirection points.
    private readonly SocketsHttpHandler _connections = new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private readonly Dictionary<string, (SemaphoreSlim Gate, int Size)> _gates = new(StringComparer.Ordinal);
    private readonly List<RemoteServer> _servers = [];

    /// <summary>The server of a stage.</summary>
    /// <param name="stage">What it does.</param>
    public RemoteServer Create(Stage stage, StageProfile profile, IReadOnlyDictionary<string, string> settings)
    {
        var (name, place) = (NameOf(stage), RemoteEngines.ServerOf(profile, settings));
        var gate = GateOf(new Uri(place.Address!).GetLeftPart(UriPartial.Authority), place.Requests ?? 4);
        var server = new RemoteServer(name, place, new ServerKey(name, place, identity), gate, _connections, time);
        _servers.Add(server);
        return server;
    }

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }

        _connections.Dispose();
        foreach (var (gate, _) in _gates.Values)
        {
            gate.Dispose();
        }
    }

    /// <summary>The smallest number that any stage names for this server. Called while the engines are made, before anything is asked.</summary>
    private SemaphoreSlim GateOf(string place, int requests)
    {
        if (!_gates.TryGetValue(place, out var known) || requests < known.Size)
        {
            for (var surplus = known.Size - requests; surplus > 0; surplus--)
            {
                known.Gate.Wait();
            }

            _gates[place] = known = (known.Gate ?? new SemaphoreSlim(requests), requests);
        }

        return known.Gate;
    }

    private static string NameOf(Stage stage) => stage switch
    {
        Stage.Transcribe => "The recognition server",
        Stage.Translate => "The translation server",
        Stage.Synthesize => "The speech server",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No server does this stage."),
    };
}
