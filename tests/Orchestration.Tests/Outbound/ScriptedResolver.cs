using System.Collections.Concurrent;
using System.Net;
using TransVox.Orchestration.Outbound;

namespace TransVox.Orchestration.Tests.Outbound;

/// <summary>Look-ups that a test scripts: each name has answers that follow each other, the last for ever.</summary>
internal sealed class ScriptedResolver : IAddressResolver
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IPAddress[]>> _answers = new();

    /// <summary>Names that were looked up, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public ScriptedResolver On(string host, params string[][] answers)
    {
        _answers[host] = new(answers.Select(answer => answer.Select(IPAddress.Parse).ToArray()));
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Asked.Enqueue(host);
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
            return Task.FromResult<IReadOnlyList<IPAddress>>([literal]);
        if (!_answers.TryGetValue(host, out var answers) || !answers.TryPeek(out var answer))
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound);
        if (answers.Count > 1)
            answers.TryDequeue(out _);
        return Task.FromResult<IReadOnlyList<IPAddress>>(answer);
    }
}
