using System.Collections.Concurrent;
using System.Diagnostics;

namespace DurableTask.Sqlite.Tests;

/// <summary>Spans as Durable Task's other workers emit them, and whole when the process changed in between.</summary>
public class TracingTests
{
    [Theory, InlineData(false, false), InlineData(true, false), InlineData(false, true)]
    public async Task One_trace_holds_request_orchestration_child_activity_timer_and_event(bool crash, bool replayed)
    {
        var spans = new ConcurrentBag<Activity>();
        using var source = new ActivitySource($"test-{crash}-{replayed}");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Microsoft.DurableTask" || s.Name == source.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var kit = new RuntimeKit(replayed);
        kit.Activity<int, int>("fail", (_, _, _) => throw new InvalidOperationException("told you so"));
        kit.Orchestrator<int, int>("child", (context, n) => context.CallActivityAsync<int>("fail", n));
        kit.Orchestrator<int, int>("parent", async (context, n) =>
        {
            await context.WaitForExternalEvent<string>("go");
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            context.SendEvent("nobody", "hello", n);
            return await context.CallSubOrchestratorAsync<int>("child", n);
        });
        await kit.StartAsync();
        ActivityTraceId trace;
        using (var request = source.StartActivity("request")!)
        {
            trace = request.TraceId;
            await kit.RunAsync("parent", 1);
        }

        if (crash)
        {
            await kit.CrashAndRestartAsync();
        }

        await kit.Client.RaiseEventAsync("parent-1", "go");
        await kit.EndOfAsync("parent-1");

        var mine = spans.Where(span => span.TraceId == trace).ToList();
        Activity One(string name, ActivityKind kind) => Assert.Single(mine, span => span.OperationName == name && span.Kind == kind);
        void Below(Activity child, Activity parent) => Assert.Equal(parent.SpanId, child.ParentSpanId);
        var parent = One("orchestration:parent", ActivityKind.Server);
        var call = One("orchestration:child", ActivityKind.Client);
        var child = One("orchestration:child", ActivityKind.Server);
        var scheduled = One("activity:fail", ActivityKind.Client);
        var ran = One("activity:fail", ActivityKind.Server);
        Below(One("create_orchestration:parent", ActivityKind.Producer), One("request", ActivityKind.Internal));
        Below(parent, One("create_orchestration:parent", ActivityKind.Producer));
        Below(One("orchestration:parent:timer", ActivityKind.Internal), parent);
        Below(One("orchestration_event:hello", ActivityKind.Producer), parent);
        Below(call, parent);
        Below(child, call);
        Below(scheduled, child);
        Below(ran, scheduled);
        Assert.All([parent, call, child, scheduled, ran], span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.Equal("Failed", parent.GetTagItem("durabletask.task.status"));
        Assert.Equal("parent-1", parent.GetTagItem("durabletask.task.instance_id"));
    }
}
