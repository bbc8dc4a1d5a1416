namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Where a modelled orchestration stands.</summary>
public enum JobStep
{
    AcquiringUser,
    WaitingUser,
    WithdrawingUser,
    AcquiringGpu,
    WaitingGpu,
    WithdrawingGpu,
    Working,
    ReleasingGpu,
    Between,
    ReleasingUser,
    Ended,
}
