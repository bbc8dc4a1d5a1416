using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace TransVox.Functions.Triggers;

/// <summary>What happens by the clock. The platform runs a timer on one instance at a time, however many there are.</summary>
public sealed class TimerFunctions(MaintenanceTasks tasks, DurableClientSource clients)
{
    [Function("Reaper")]
    public Task ReapAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        clients.Offer(client);
        return tasks.ReapAsync(cancellationToken);
    }

    [Function("Retention")]
    public Task RetainAsync([TimerTrigger("0 40 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        clients.Offer(client);
        return tasks.RetainAsync(cancellationToken);
    }

    // Every minute: the series that alerts and charts of the queue are made of.
    [Function("MeasureQueue")]
    public Task MeasureAsync([TimerTrigger("15 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timer);
        clients.Offer(client);
        return tasks.MeasureAsync(cancellationToken);
    }
}
