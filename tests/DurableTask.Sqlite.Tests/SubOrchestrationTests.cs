using System.Text.Json;

namespace DurableTask.Sqlite.Tests;

/// <summary>Orchestrations that call orchestrations.</summary>
public class SubOrchestrationTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Children_give_results_know_their_parent_and_survive_a_crash(bool replay)
    {
        await using var kit = new RuntimeKit(replay);
        kit.Orchestrator<string, string>("child", async (context, input) =>
        {
            var go = await context.WaitForExternalEvent<string>("go");
            return $"{input} {go} {context.Parent!.Name.Name} {context.Parent.InstanceId}";
        });
        kit.Orchestrator<string, string[]>("parent", async (context, _) => await Task.WhenAll(
            context.CallSubOrchestratorAsync<string>("child", "a", new SubOrchestrationOptions(instanceId: "c1")),
            context.CallSubOrchestratorAsync<string>("child", "b", new SubOrchestrationOptions(instanceId: "c2"))));
        await kit.StartAsync();
        await kit.TryStartAsync("parent", "", "p");
        await kit.CrashAndRestartAsync();
        await kit.Client.RaiseEventAsync("c2", "go", "second");
        await kit.CrashAndRestartAsync();
        await kit.Client.RaiseEventAsync("c1", "go", "first");

        var results = JsonSerializer.Deserialize<string[]>((await kit.EndOfAsync("p")).SerializedOutput!)!;
        Assert.Equal(["a first parent p", "b second parent p"], results);
    }

    [Fact]
    public async Task A_child_that_fails_is_retried_under_its_id_and_then_fails_its_parent_with_the_cause()
    {
        await using var kit = new RuntimeKit();
        var runs = 0;
        kit.Activity<int, int>("fail", (_, n, _) =>
        {
            Interlocked.Increment(ref runs);
            throw new InvalidOperationException("no");
        });
        kit.Orchestrator<int, int>("child", (context, n) => context.CallActivityAsync<int>("fail", n));
        kit.Orchestrator<int, int>("parent", (context, n) => context.CallSubOrchestratorAsync<int>(
            "child", n, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1))).WithInstanceId("c")));
        await kit.StartAsync();

        var end = await kit.EndOfAsync(await kit.RunAsync("parent", 1));

        Assert.Equal(3, runs);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.True(end.FailureDetails!.IsCausedBy<TaskFailedException>());
        Assert.Equal(typeof(InvalidOperationException).FullName, end.FailureDetails.InnerFailure!.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task A_child_under_an_id_that_runs_already_fails_its_call()
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("child", async (context, n) => n + await context.WaitForExternalEvent<int>("go"));
        kit.Orchestrator<int, string>("parent", async (context, n) =>
        {
            try
            {
                await context.CallSubOrchestratorAsync<int>("child", n, new SubOrchestrationOptions(instanceId: "c"));
                return "";
            }
            catch (TaskFailedException e)
            {
                return e.FailureDetails.ErrorType;
            }
        });
        await kit.StartAsync();
        await kit.TryStartAsync("child", 1, "c");

        Assert.Contains("OrchestrationAlreadyExistsException", await kit.OutputOfAsync("parent", 1), StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await kit.GetAsync("c"))!.RuntimeStatus);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Terminating_ends_the_children_too_when_asked_to(bool recursive)
    {
        await using var kit = new RuntimeKit();
        kit.Orchestrator<int, int>("leaf", (context, _) => context.WaitForExternalEvent<int>("go"));
        kit.Orchestrator<int, int>("middle", (context, n) => context.CallSubOrchestratorAsync<int>("leaf", n, new SubOrchestrationOptions(instanceId: "leaf")));
        kit.Orchestrator<int, int>("top", (context, n) => context.CallSubOrchestratorAsync<int>("middle", n, new SubOrchestrationOptions(instanceId: "middle")));
        await kit.StartAsync();
        await kit.TryStartAsync("top", 1, "top");
        await kit.RestartAsync();

        await kit.Client.TerminateInstanceAsync("top", new TerminateInstanceOptions("enough", recursive));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await kit.EndOfAsync("top")).RuntimeStatus);
        var expected = recursive ? OrchestrationRuntimeStatus.Terminated : OrchestrationRuntimeStatus.Running;
        Assert.Equal(expected, (await kit.GetAsync("middle"))!.RuntimeStatus);
        Assert.Equal(expected, (await kit.GetAsync("leaf"))!.RuntimeStatus);
        var purged = await kit.Client.PurgeInstanceAsync("top", new PurgeInstanceOptions(Recursive: true));
        Assert.Equal(recursive ? 3 : 1, purged.PurgedInstanceCount);
    }
}
