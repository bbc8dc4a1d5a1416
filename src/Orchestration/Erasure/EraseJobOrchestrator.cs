using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;

namespace TransVox.Orchestration.Erasure;

/// <summary>Removes what a deleted job left behind, however long that takes. Its instance id is <see cref="IdOf"/> the job.</summary>
public sealed class EraseJobOrchestrator : TaskOrchestrator<string, ErasureState>
{
    public const string OrchestratorName = nameof(EraseJobOrchestrator);
    // With a character that user ids do not have, or it would look like the job of a user.
    public const string IdPrefix = "erase:";

    /// <summary>Looks before the history is cut off.</summary>
    private const int Looks = 50;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(5);

    public static string IdOf(string jobId) => IdPrefix + jobId;

    public override async Task<ErasureState> RunAsync(TaskOrchestrationContext context, string input)
    {
        var delay = FirstDelay;
        var state = ErasureState.Unavailable;
        for (var look = 0; look < Looks; look++)
        {
            state = await context.CallActivityAsync<ErasureState>(ActivityNames.Erase, input);
            if (state == ErasureState.Done)
                return state;
            await context.CreateTimer(delay, CancellationToken.None);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }

        context.ContinueAsNew(input);
        return state;
    }
}
