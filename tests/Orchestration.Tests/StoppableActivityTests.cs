using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using TransVox.Orchestration.Activities;
using Xunit;

namespace TransVox.Orchestration.Tests;

public sealed class StoppableActivityTests
{
    [Fact]
    public async Task The_process_stops_it_or_the_platform_with_a_token_of_its_own()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var activity = new AskingActivity(lifetime);
        using var invocation = new CancellationTokenSource();
        await invocation.CancelAsync();

        Assert.False(await activity.RunAsync(null!, ""));
        Assert.True(await activity.RunAsync("", invocation.Token));
        lifetime.StopApplication();
        Assert.True(await activity.RunAsync(null!, ""));
    }

    /// <summary>Whether it is to stop.</summary>
    private sealed class AskingActivity(IHostApplicationLifetime lifetime) : StoppableActivity<string, bool>(lifetime)
    {
        public override Task<bool> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(cancellationToken.IsCancellationRequested);
    }
}
