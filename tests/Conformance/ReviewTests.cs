namespace TransVox.Conformance;

public sealed class ReviewTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task A_job_in_review_holds_neither_a_user_slot_nor_a_gpu_slot()
    {
        await LimitAsync(global: 1, perUser: 1);
        var user = await UserAsync();
        var reviewed = await user.SubmitAsync(Plan(), ("review", "true"));
        await user.WaitForStateAsync(reviewed, null, "AwaitingReview");
        await WaitUntilIdleAsync();

        await user.WaitForEndAsync(await user.SubmitAsync(Plan()));

        Assert.Equal("AwaitingReview", StateOf(await user.JobAsync(reviewed)));
        Assert.Equal(202, (await user.PostAsync($"/api/jobs/{reviewed}/approve")).Status);
        await user.WaitForEndAsync(reviewed);
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task Edited_cues_are_what_is_spoken()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(), ("review", "true"));
        await user.WaitForStateAsync(id, null, "AwaitingReview");
        var document = await user.GetAsync($"/api/jobs/{id}/subtitles");
        Assert.True(document.Json["editable"]!.GetValue<bool>());
        var cues = document.Json["cues"]!.DeepClone().AsArray();
        cues[0]!["translation"] = "Cambiado a mano.";

        var put = await user.PutAsync($"/api/jobs/{id}/subtitles", new JsonObject { ["cues"] = cues }, ("If-Match", document.Header("ETag")!));
        Assert.Equal(200, put.Status);
        Assert.Equal(202, (await user.PostAsync($"/api/jobs/{id}/approve", null, ("If-Match", put.Header("ETag")!))).Status);
        await user.WaitForEndAsync(id);

        var subtitles = await user.GetAsync($"/api/jobs/{id}/files/subtitles.es.srt");
        Assert.Contains("Cambiado a mano.", subtitles.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_editors_the_second_is_told()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(), ("review", "true"));
        await user.WaitForStateAsync(id, null, "AwaitingReview");
        var document = await user.GetAsync($"/api/jobs/{id}/subtitles");
        var (path, etag) = ($"/api/jobs/{id}/subtitles", document.Header("ETag")!);
        var (mine, theirs) = (Changed(document.Json, "Uno."), Changed(document.Json, "Dos."));

        Assert.Equal(200, (await user.PutAsync(path, mine, ("If-Match", etag))).Status);
        var late = await user.PutAsync(path, theirs, ("If-Match", etag));
        var without = await user.PutAsync(path, theirs);
        var approve = await user.PostAsync($"/api/jobs/{id}/approve", null, ("If-Match", etag));

        Assert.Equal((412, "precondition_failed"), (late.Status, late.Code));
        Assert.InRange(without.Status, 400, 428);
        Assert.Equal(412, approve.Status);
        Assert.Contains("Uno.", (await user.GetAsync(path)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cues_that_cannot_be_spoken_are_refused_with_reasons()
    {
        var user = await UserAsync();
        var id = await user.SubmitAsync(Plan(), ("review", "true"));
        await user.WaitForStateAsync(id, null, "AwaitingReview");
        var document = await user.GetAsync($"/api/jobs/{id}/subtitles");
        var cues = document.Json["cues"]!.DeepClone().AsArray();
        cues[0]!["end"] = -5;

        var put = await user.PutAsync($"/api/jobs/{id}/subtitles", new JsonObject { ["cues"] = cues }, ("If-Match", document.Header("ETag")!));

        Assert.Equal((422, "invalid_subtitles"), (put.Status, put.Code));
    }

    [Fact]
    public async Task A_revision_is_a_new_job_with_the_changed_cues()
    {
        var user = await UserAsync();
        var done = await user.SubmitAsync(Plan());
        await user.WaitForEndAsync(done);
        var document = await user.GetAsync($"/api/jobs/{done}/subtitles");

        var answer = await user.PostAsync($"/api/jobs/{done}/revise", Changed(document.Json, "Revisado."));

        Assert.Equal(202, answer.Status);
        var revised = await user.WaitForEndAsync(answer.Json["id"]!.GetValue<string>());
        Assert.Equal(done, revised["basedOn"]!.GetValue<string>());
        Assert.Contains("Revisado.", (await user.GetAsync($"/api/jobs/{revised["id"]!.GetValue<string>()}/files/subtitles.es.srt")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Revisado.", (await user.GetAsync($"/api/jobs/{done}/files/subtitles.es.srt")).Body, StringComparison.Ordinal);
    }

    private static JsonObject Changed(JsonNode document, string text)
    {
        var cues = document["cues"]!.DeepClone().AsArray();
        cues[0]!["translation"] = text;
        return new JsonObject { ["cues"] = cues };
    }
}
