using TransVox.Pipeline.Configuration;

namespace TransVox.Pipeline.Tests.Commands;

/// <summary>Without a sandbox.</summary>
public sealed class BareWarmEngineTests() : WarmEngineTests(SandboxMode.Off);
