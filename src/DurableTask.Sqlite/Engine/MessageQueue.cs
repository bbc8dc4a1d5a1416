using System.Diagnostics.CodeAnalysis;
using DurableTask.Sqlite.Store;

namespace DurableTask.Sqlite.Engine;

/// <summary>A message that was sent and whose effects have not happened yet.</summary>
internal sealed class Envelope(Message message)
{
    public Message Message { get; } = message;

    /// <summary>Key of its row; zero: it has none.</summary>
    public long StoredId { get; set; }

    public bool IsDone { get; set; }
}

/// <summary>
/// Messages sent and not yet done, first in, first out. One that its receiver cannot take yet leaves the queue, stays stored, and comes
/// back when it can. Belongs to the engine's thread.
/// </summary>
internal sealed class MessageQueue
{
    private readonly Queue<Envelope> _queue = new();
    private readonly List<Envelope> _unstored = [];
    private long _lastId;

    public int Count => _queue.Count;

    public void Send(Message message)
    {
        var envelope = new Envelope(message);
        _queue.Enqueue(envelope);
    }

    /// <summary>Takes up the messages that the last run left, at start.</summary>
    public void Recover(IReadOnlyList<MessageWrite> stored)
    {
        foreach (var message in stored)
        {
            _queue.Enqueue(new Envelope(Message.FromJson(message.Body)) { StoredId = message.Id });
            _lastId = message.Id;
        }
    }

    public bool TryReceive([NotNullWhen(true)] out Envelope? envelope) => _queue.TryDequeue(out envelope);

    /// <summary>Its effects are in the batch: if it was stored, the batch deletes it along with them.</summary>
    public static void Done(Envelope envelope, Batch batch)
    {
        envelope.IsDone = true;
        if (envelope.StoredId != 0)
        {
            batch.Writes.ReceivedMessages.Add(envelope.StoredId);
        }
    }

    /// <summary>It must wait, however long: it is stored with the batch.</summary>
    public void Park(Envelope envelope)
    {
        if (envelope.StoredId == 0)
        {
            _unstored.Add(envelope);
        }
    }

    /// <summary>A parked message may be received now.</summary>
    public void Return(Envelope envelope) => _queue.Enqueue(envelope);

    /// <summary>Stores with the batch whatever it sent and nobody has received.</summary>
    public void Cut(Batch batch)
    {
        foreach (var envelope in _unstored)
        {
            Store(envelope, batch);
        }

        _unstored.Clear();
        foreach (var envelope in _queue)
        {
            Store(envelope, batch);
        }
    }

    private void Store(Envelope envelope, Batch batch)
    {
        if (envelope is { IsDone: false, StoredId: 0 })
        {
            envelope.StoredId = ++_lastId;
            batch.Writes.SentMessages.Add(new MessageWrite(envelope.StoredId, envelope.Message.ToJson()));
        }
    }
}
