using TransVox.Orchestration.Admission.Ledger;

namespace TransVox.Orchestration.Tests.Admission;

/// <summary>A store with real conditional writes, many processes' worth of yielding, and faults on demand.</summary>
internal sealed class MemoryLedgerStore(Func<int, StoreFault>? faults = null) : ILedgerStore
{
    private readonly Lock _gate = new();
    private byte[]? _content;
    private long _version;
    private int _calls;

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public async Task<LedgerDocument> ReadAsync(string? knownVersion, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Fault() != StoreFault.None)
            throw new IOException("The store is away.");
        lock (_gate)
        {
            Reads++;
            if (_content is null)
                return new LedgerDocument(null, null);
            var version = $"{_version}";
            return version == knownVersion ? new LedgerDocument(version, null) : new LedgerDocument(version, _content);
        }
    }

    public async Task<string?> TryWriteAsync(ReadOnlyMemory<byte> content, string? version, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var fault = Fault();
        if (fault == StoreFault.Before)
            throw new IOException("The store is away.");
        string? written = null;
        lock (_gate)
        {
            if ((_content is null ? null : $"{_version}") == version)
            {
                _content = content.ToArray();
                written = $"{++_version}";
                Writes++;
            }
        }

        await Task.Yield();
        if (fault == StoreFault.After)
            throw new IOException("The answer was lost.");
        return written;
    }

    public bool IsTransient(Exception exception) => exception is IOException;

    private StoreFault Fault() => faults?.Invoke(Interlocked.Increment(ref _calls)) ?? StoreFault.None;
}
