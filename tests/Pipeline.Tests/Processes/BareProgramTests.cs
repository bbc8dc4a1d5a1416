using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Tests.Processes;

/// <summary>Without a sandbox.</summary>
public sealed class BareProgramTests() : ProcessRunnerTests(SandboxMode.Off);
