using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests.Processes;

/// <summary>The figures of <c>/proc</c> while processes end between one look and the next.</summary>
public sealed class ProcessTreeTests
{
    [Fact]
    public async Task A_process_that_ends_while_its_memory_is_counted_counts_as_nothing()
    {
        var runner = Programs.Runner();
        var seen = 0L;
        for (var run = 0; run < 10; run++)
        {
            var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var program = runner.RunAsync(
                Programs.Helper("sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10; do sh -c :; done") with { OnStarted = started.SetResult }, CancellationToken.None);
            var pid = await started.Task;
            while (!program.IsCompleted)
            {
                seen = Math.Max(seen, ProcessTree.ResidentBytes(pid));
            }

            await program;
            Assert.Equal(0, ProcessTree.ResidentBytes(pid));
        }

        Assert.NotEqual(0, seen);
    }
}
