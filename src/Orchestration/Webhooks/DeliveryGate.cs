using TransVox.Orchestration.Limits;

namespace TransVox.Orchestration.Webhooks;

/// <summary>How many requests to receivers are on their way at once.</summary>
public sealed class DeliveryGate() : UserGate(AtOnce, PerUser)
{
    private const int AtOnce = 8;
    private const int PerUser = 2;
}
