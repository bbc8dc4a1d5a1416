using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace TransVox.Bench.FunctionsApp;

/// <summary>
/// The semaphore as samples publish it, to compare with: one entity counts, signals ask for a slot and give it back, and an external
/// event grants it. It knows no users, no priorities and no timeouts, and a holder that dies keeps its slot.
/// </summary>
public sealed class PlainSemaphore(DurableTaskClient client) : TaskEntity<PlainSemaphoreState>
{
    public const string EntityName = "plainsemaphore";
    public const string GrantedEvent = "Granted";

    public async Task Acquire(PlainAcquire request)
    {
        if (State.InUse < request.Capacity)
        {
            State.InUse++;
            await client.RaiseEventAsync(request.InstanceId, GrantedEvent);
        }
        else
        {
            State.Waiting.Enqueue(request.InstanceId);
        }
    }

    public async Task Release()
    {
        if (State.Waiting.TryDequeue(out var next))
        {
            await client.RaiseEventAsync(next, GrantedEvent);
        }
        else
        {
            State.InUse--;
        }
    }
}
