using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Tests.Commands;

/// <summary>In a sandbox.</summary>
public sealed class SandboxedWarmEngineTests() : WarmEngineTests(SandboxMode.Required);
