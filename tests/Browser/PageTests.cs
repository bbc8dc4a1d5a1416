using TransVox.Browser.Support;
using Xunit;

namespace TransVox.Browser;

/// <summary>What tests of the page share: their own users, and the promise that the browser complained about nothing.</summary>
public abstract class PageTests(BrowserFixture fixture) : IAsyncLifetime
{
    private readonly List<TestUser> _users = [];

    protected BrowserFixture Fixture { get; } = fixture;

    protected SampleVideos Videos => Fixture.Videos;

    /// <summary>A new user, so that no test sees another's jobs.</summary>
    protected async Task<TestUser> OpenAsync(UserSetup? setup = null, string? name = null)
    {
        var user = await TestUser.OpenAsync(Fixture, name ?? $"user-{Guid.CreateVersion7():n}"[..24], setup);
        _users.Add(user);
        return user;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var user in _users)
        {
            await user.DisposeAsync();
            user.AssertNoComplaints();
        }
    }

    /// <summary>Submits a job that waits for its review then.</summary>
    protected async Task<string> AwaitReviewAsync(TestUser user, string name, bool real = false)
    {
        await user.GoAsync();
        await user.Page.GetByLabel("Review before speaking").CheckAsync();
        var jobId = await user.SubmitJobAsync(real ? Videos.SpeechAs(name) : Videos.PlanAs(name));
        await user.SeesStateAsync(user.Card(jobId), "AwaitingReview", 120);
        return jobId;
    }
}
