using System.Buffers.Binary;
using System.Text.Json.Serialization;

namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// The last tickets that are over, so that a late duplicate of an acquire takes no lease. Bounded: the oldest is forgotten first.
/// A ticket is kept as a 64-bit hash, 11 characters in JSON: one in 10^17 acquires meets a false match.
/// </summary>
[JsonConverter(typeof(TombstonesConverter))]
public sealed class Tombstones
{
    /// <summary>How many are kept.</summary>
    public const int Capacity = 256;

    private readonly Queue<ulong> _order = new();
    private readonly HashSet<ulong> _set = [];

    public int Count => _order.Count;

    /// <summary>Whether the ticket is over.</summary>
    public bool Contains(string ticket) => _set.Contains(Hash(ticket));

    /// <summary>Remembers that a ticket is over.</summary>
    public void Add(string ticket) => Add(Hash(ticket));

    internal static Tombstones FromBytes(ReadOnlySpan<byte> bytes)
    {
        var stones = new Tombstones();
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            stones.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return stones;
    }

    internal byte[] ToBytes()
    {
        var bytes = new byte[_order.Count * sizeof(ulong)];
        var at = 0;
        foreach (var hash in _order)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), hash);
            at += sizeof(ulong);
        }

        return bytes;
    }

    private void Add(ulong hash)
    {
        if (!_set.Add(hash))
            return;
        _order.Enqueue(hash);
        if (_order.Count > Capacity)
            _set.Remove(_order.Dequeue());
    }

    // FNV-1a with a final mix: part of the stored form, so it must not depend on the process as string.GetHashCode does.
    internal static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
