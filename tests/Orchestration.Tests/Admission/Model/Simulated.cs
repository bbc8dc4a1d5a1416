namespace TransVox.Orchestration.Tests.Admission.Model;

internal static class Simulated
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
}
