using Microsoft.DurableTask;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.Orchestration.Orchestrators;

namespace TransVox.Orchestration.Erasure;

/// <summary>Removes what is there of a user, however long that takes: jobs and records first, then what the semaphores remember.</summary>
public sealed class EraseUserOrchestrator : TaskOrchestrator<EraseUserInput, ErasureState>
{
    public const string OrchestratorName = nameof(EraseUserOrchestrator);
    // With a character that user ids do not have, or it would look like the job of a user.
    public const string IdPrefix = "erase-user:";

    /// <summary>Looks before the history is cut off.</summary>
    private const int Looks = 50;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    public static string IdOf(string userId) => IdPrefix + userId;

    public override async Task<ErasureState> RunAsync(TaskOrchestrationContext context, EraseUserInput input)
    {
        var delay = FirstDelay;
        for (var look = 0; look < Looks; look++)
        {
            var found = await context.CallActivityAsync<UserErasureLook>(ActivityNames.EraseUser, input);
            if (found.State == ErasureState.Done && input.Last)
                return ErasureState.Done;
            if (found.State == ErasureState.Done)
            {
                await ForgetAsync(context, input.UserId, found.Pools);
                input = input with { Last = true };
                continue;
            }

            await context.CreateTimer(delay, CancellationToken.None);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }

        context.ContinueAsNew(input with { Last = false });
        return ErasureState.Runs;
    }

    private static async Task ForgetAsync(TaskOrchestrationContext context, string userId, IReadOnlyList<string> pools)
    {
        foreach (var pool in pools)
            await context.CallSlotsAsync(SlotEntities.Gpu(pool), SlotEntities.Forget, userId);

        await context.Entities.CallEntityAsync(SlotEntities.User(userId), SlotEntities.Delete);
    }
}
