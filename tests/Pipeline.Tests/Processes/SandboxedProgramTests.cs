using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Tests.Processes;

/// <summary>In a sandbox.</summary>
public sealed class SandboxedProgramTests() : ProcessRunnerTests(SandboxMode.Required);
