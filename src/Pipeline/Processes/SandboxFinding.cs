namespace TransVox.Pipeline.Processes;

/// <summary>Whether this machine can make a sandbox.</summary>
/// <param name="Sandbox">It, or null.</param>
/// <param name="Reason">Why there is none and what to do about it; empty when there is one.</param>
internal sealed record SandboxFinding(Sandbox? Sandbox, string Reason);
