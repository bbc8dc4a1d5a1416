using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Recognition;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Processes;

/// <summary>They measure the memory of this process: no other test runs meanwhile.</summary>
[Collection(nameof(LongRecordingTests))]
public sealed class FloodTests
{
    [SkippableTheory]
    [InlineData(SandboxMode.Off)]
    [InlineData(SandboxMode.Required)]
    public async Task A_flood_of_output_ends_a_program_and_costs_no_memory(SandboxMode sandbox)
    {
        await using var runner = Programs.Runner(sandbox);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var failure = await Assert.ThrowsAsync<StageException>(() => runner.RunAsync(
            Programs.Fake("flood", "2000000000") with { MaxOutputBytes = 1 << 20 }, CancellationToken.None));
        Assert.Equal(ErrorCodes.OutputTooLarge, failure.Code);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 40 << 20);
    }
}
