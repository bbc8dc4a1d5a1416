namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>Names of the invariants, as the design has them.</summary>
public static class Invariants
{
    public const string Safety = "Safety";
    public const string NoLostWakeUp = "No lost wake-up";
    public const string NoLeak = "No leak";
    public const string OneOutcome = "One outcome";
    public const string Idempotence = "Idempotence";
    public const string Fairness = "Fairness";
    public const string Economy = "Economy";
    public const string Liveness = "Liveness";
    public const string Settings = "Settings";
}
