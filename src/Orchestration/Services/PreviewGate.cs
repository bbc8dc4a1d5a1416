using TransVox.Orchestration.Limits;

namespace TransVox.Orchestration.Services;

/// <summary>How many lines are spoken at once so that somebody hears them: one for each user, and few in all.</summary>
public sealed class PreviewGate() : UserGate(AtOnce, PerUser)
{
    private const int AtOnce = 4;
    private const int PerUser = 1;
}
