using Azure.Storage.Blobs.Models;

namespace TransVox.Conformance;

public sealed class DeletionTests(ServiceFixture service) : ConformanceTest(service)
{
    // Files go a look later than their manifests, and looks grow apart.
    private static readonly TimeSpan Removal = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_deleted_job_is_gone_at_once_and_then_everything_of_it_is()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan());
        await user.WaitForEndAsync(id);
        Assert.NotEmpty(await BlobsAsync(user, "input", "output", "work"));

        var answer = await user.DeleteAsync($"/api/jobs/{id}");

        Assert.Equal(204, answer.Status);
        await AssertUnknownAsync(user, id);
        await Eventually.IsTrueAsync("every blob of the job is removed", async () => (await BlobsAsync(user, "input", "output", "work")).Count == 0, Removal);
        await AssertUnknownAsync(user, id);
        var audit = (await Admin.GetAsync("/api/admin/audit?limit=50")).Json.AsArray();
        Assert.Contains(audit, entry => entry!.ToJsonString().Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_running_job_that_is_deleted_is_stopped_and_frees_its_slot()
    {
        await LimitAsync(1, 1);
        var user = await UserAsync();
        var running = await user.SubmitAsync(Plan().With("Transcribe", "hang", true));
        var waiting = await user.SubmitAsync(Plan());
        await user.WaitForStageAsync(running, "Transcribe");

        Assert.Equal(204, (await user.DeleteAsync($"/api/jobs/{running}")).Status);

        await AssertUnknownAsync(user, running);
        await user.WaitForEndAsync(waiting);
        await AssertUnknownAsync(user, running);
        if (Service.Log is { } log)
            await Eventually.IsTrueAsync("no program is left", () => log.RunningProcesses().Count == 0);
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task What_another_job_needs_stays()
    {
        var user = await UserAsync();
        var plan = Plan();
        var (first, second) = (await user.SubmitAsync(plan), await user.SubmitAsync(plan));
        await user.WaitForEndAsync(first);
        await user.WaitForEndAsync(second);
        var files = (await user.JobAsync(second))["outputs"]!.AsArray().Select(file => file!["name"]!.GetValue<string>()).ToList();

        await user.DeleteAsync($"/api/jobs/{first}");

        await Eventually.IsTrueAsync("the results are removed", async () => !(await BlobsAsync(user, "output")).Exists(name => name.Contains(first, StringComparison.Ordinal)), Removal);
        Assert.All(await Task.WhenAll(files.Select(file => user.GetAsync($"/api/jobs/{second}/files/{file}"))), file => Assert.Equal(200, file.Status));
        var again = await user.WaitForEndAsync(await user.SubmitAsync(plan));
        Assert.All(again["stages"]!.AsArray(), stage => Assert.True(stage!["reused"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Nobody_deletes_the_job_of_another()
    {
        var (owner, other) = (await UserAsync("owner"), await UserAsync("other"));
        var id = await owner.SubmitAsync(Plan());
        await owner.WaitForEndAsync(id);

        var answer = await other.DeleteAsync($"/api/jobs/{id}");

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
        Assert.Equal("Completed", StateOf(await owner.JobAsync(id)));
    }

    private static async Task AssertUnknownAsync(ServiceCaller user, string id)
    {
        foreach (var path in (string[])["", "/files/dubbed.mp4", "/source"])
            Assert.Equal(404, (await user.GetAsync($"/api/jobs/{id}{path}")).Status);
        Assert.Equal(404, (await user.CancelAsync(id)).Status);
        Assert.Equal(404, (await user.DeleteAsync($"/api/jobs/{id}")).Status);
        Assert.DoesNotContain((await user.GetAsync("/api/jobs?limit=200")).Json["jobs"]!.AsArray(), job => job!["id"]!.GetValue<string>() == id);
    }

    /// <summary>Names of the user's blobs in these containers.</summary>
    private async Task<List<string>> BlobsAsync(ServiceCaller user, params string[] containers)
    {
        var names = new List<string>();
        foreach (var container in containers)
        {
            await foreach (var blob in Service.Storage.GetBlobContainerClient(container).GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{user.UserId}/", CancellationToken.None))
                names.Add(blob.Name);
        }

        return names;
    }
}
