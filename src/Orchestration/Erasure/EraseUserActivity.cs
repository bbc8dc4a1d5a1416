using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Activities;

namespace TransVox.Orchestration.Erasure;

/// <summary>One attempt to remove what is there of a user. Idempotent.</summary>
public sealed class EraseUserActivity(UserEraser eraser, IHostApplicationLifetime lifetime, ILogger<EraseUserActivity> logger)
    : StoppableActivity<EraseUserInput, UserErasureLook>(lifetime)
{
    public override async Task<UserErasureLook> RunAsync(EraseUserInput input, CancellationToken cancellationToken)
    {
        try
        {
            return await eraser.EraseAsync(input, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: it was promised that this goes on, and the orchestration looks again.
            ActivityLog.UserNotErased(logger, e, input.UserId);
            return new UserErasureLook(ErasureState.Unavailable, []);
        }
    }
}
