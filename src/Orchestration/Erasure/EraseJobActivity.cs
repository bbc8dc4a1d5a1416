using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Storage;

namespace TransVox.Orchestration.Erasure;

/// <summary>One attempt to remove what a deleted job left behind. Idempotent.</summary>
public sealed class EraseJobActivity(JobEraser eraser, IHostApplicationLifetime lifetime, ILogger<EraseJobActivity> logger)
    : StoppableActivity<string, ErasureState>(lifetime)
{
    public override async Task<ErasureState> RunAsync(string input, CancellationToken cancellationToken)
    {
        try
        {
            return await eraser.EraseAsync(input, cancellationToken);
        }
        catch (Exception e) when (StorageFailures.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            ActivityLog.StepFailed(logger, e, input, "the removal of the deleted job");
            return ErasureState.Unavailable;
        }
    }
}
