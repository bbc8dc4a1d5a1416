using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Activities;

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
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: it was promised that this goes on, and the orchestration looks again.
            ActivityLog.StepFailed(logger, e, input, "the removal of the deleted job");
            return ErasureState.Unavailable;
        }
    }
}
