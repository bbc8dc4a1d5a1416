using System.Diagnostics.CodeAnalysis;
using TransVox.LocalHost.Durable.Store;

namespace TransVox.LocalHost.Durable.Engine;

/// <summary>Messages sent and not yet received, first in, first out. Belongs to the engine's thread.</summary>
internal sealed class MessageQueue
{
    private readonly Queue<(Message Message, long StoredId)> _queue = new();
    private long _lastId;

    public int Count => _queue.Count;

    public void Send(Message message) => _queue.Enqueue((message, 0));

    /// <summary>Takes up the messages that the last run left, at start.</summary>
    public void Recover(IReadOnlyList<MessageWrite> stored)
    {
        foreach (var message in stored)
        {
            _queue.Enqueue((Message.FromJson(message.Body), message.Id));
            _lastId = message.Id;
        }
    }

    /// <summary>Takes the next message; if it was stored, the batch deletes it along with what its receipt causes.</summary>
    public bool TryReceive(Batch batch, [NotNullWhen(true)] out Message? message)
    {
        if (!_queue.TryDequeue(out var next))
        {
            message = null;
            return false;
        }

        if (next.StoredId != 0)
        {
            batch.Writes.ReceivedMessages.Add(next.StoredId);
        }

        message = next.Message;
        return true;
    }

    /// <summary>Stores with the batch whatever it sent and nobody has received.</summary>
    public void Cut(Batch batch)
    {
        for (var n = _queue.Count; n > 0; n--)
        {
            var (message, id) = _queue.Dequeue();
            if (id == 0)
            {
                id = ++_lastId;
                batch.Writes.SentMessages.Add(new MessageWrite(id, message.ToJson()));
            }

            _queue.Enqueue((message, id));
        }
    }
}
