using Microsoft.DurableTask;

namespace TransVox.Orchestration.Webhooks;

/// <summary>Delivers one message that somebody asked for: a test, or one that is sent again.</summary>
public sealed class DeliverOrchestrator : TaskOrchestrator<DeliverRequest, bool>
{
    public const string OrchestratorName = nameof(DeliverOrchestrator);
    public const string IdPrefix = "deliver:";

    /// <summary>What the ids of all instances about a job begin with.</summary>
    public static string PrefixOf(string jobId) => $"{IdPrefix}{jobId}:";

    public override async Task<bool> RunAsync(TaskOrchestrationContext context, DeliverRequest input)
    {
        await DeliveryAttempts.RunAsync(context, input.Delivery, input.Made, input.Delays);
        return true;
    }
}
