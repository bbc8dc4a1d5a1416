namespace TransVox.Orchestration.Admission.Slots;

/// <summary>Settings of one user's slots; taken by version like <see cref="PoolSettings"/>.</summary>
public sealed record UserSettings(int MaxJobs, double Weight = 1, bool EnablePriority = false, long Version = 0, double MaxOvertakeSeconds = 600);
