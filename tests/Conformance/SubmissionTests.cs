using System.Security.Cryptography;
using Azure.Storage.Blobs.Models;

namespace TransVox.Conformance;

public sealed class SubmissionTests(ServiceFixture service) : ConformanceTest(service)
{
    [Fact]
    public async Task An_upload_is_accepted_runs_all_stages_and_leaves_its_files()
    {
        var user = await UserAsync();
        var plan = Plan();

        var answer = await user.TrySubmitAsync(plan.ToBytes(), "my talk.mp4");

        Assert.Equal(202, answer.Status);
        var id = answer.Json["id"]!.GetValue<string>();
        Assert.Equal($"/api/jobs/{id}", new Uri(new Uri(Service.Url), answer.Header("Location")).AbsolutePath);
        var job = await user.WaitForEndAsync(id);
        Assert.Equal("my talk.mp4", job["fileName"]!.GetValue<string>());
        Assert.Equal(8, job["stages"]!.AsArray().Count(stage => stage!["state"]!.GetValue<string>() == "Completed"));
        Assert.Equal(1, job["progress"]!.GetValue<double>());
        Assert.Equal(10, job["mediaSeconds"]!.GetValue<double>());
        var names = job["outputs"]!.AsArray().Select(file => file!["name"]!.GetValue<string>()).ToList();
        Assert.Superset(new HashSet<string> { "dubbed.mp4", "subtitles.es.srt", "subtitles.es.vtt", "transcript.json" }, names.ToHashSet());
    }

    [Fact]
    public async Task Every_output_can_be_downloaded_whole_and_in_parts()
    {
        var user = await UserAsync();
        var job = await user.WaitForEndAsync(await user.SubmitAsync(Plan()));

        foreach (var output in job["outputs"]!.AsArray())
        {
            var path = $"/api/jobs/{job["id"]!.GetValue<string>()}/files/{output!["name"]!.GetValue<string>()}";
            var whole = await user.GetAsync(path);
            Assert.Equal(200, whole.Status);
            Assert.Equal(output["size"]!.GetValue<long>(), whole.Bytes.LongLength);
            Assert.Equal("nosniff", whole.Header("X-Content-Type-Options"));
            var part = await user.GetAsync(path, ("Range", "bytes=1-4"));
            Assert.Equal(206, part.Status);
            Assert.Equal(whole.Bytes[1..Math.Min(5, whole.Bytes.Length)], part.Bytes);
        }
    }

    [Fact]
    public async Task A_blob_in_the_input_container_becomes_one_job_and_only_one()
    {
        var user = await UserAsync();
        var input = Service.Storage.GetBlobContainerClient("input");
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["targetLanguage"] = "es", ["subtitles"] = "none" } };
        await input.GetBlobClient($"{user.UserId}/first.mp4").UploadAsync(BinaryData.FromBytes(Plan().ToBytes()), options);
        var first = await OnlyJobAsync(user, "first.mp4");
        var job = await user.WaitForEndAsync(first);
        Assert.Equal("None", job["options"]!["subtitles"]!.GetValue<string>());

        // Another blob makes the service look again, at the first one too.
        await input.GetBlobClient($"{user.UserId}/second.mp4").UploadAsync(BinaryData.FromBytes(Plan().ToBytes()), options);
        await user.WaitForEndAsync(await OnlyJobAsync(user, "second.mp4"));

        Assert.Equal(first, await OnlyJobAsync(user, "first.mp4"));
    }

    [Fact]
    public async Task A_video_that_was_uploaded_through_a_link_becomes_a_job_of_its_uploader_alone()
    {
        var (user, other) = (await UserAsync("a"), await UserAsync("b"));
        var video = Plan().ToBytes();
        var link = (await user.PostAsync("/api/uploads", new { fileName = "big.mp4", size = video.Length })).Json;
        using var http = new HttpClient();
        using var put = new HttpRequestMessage(HttpMethod.Put, link["url"]!.GetValue<string>()) { Content = new ByteArrayContent(video) };
        put.Headers.Add("x-ms-blob-type", "BlockBlob");
        using (var uploaded = await http.SendAsync(put))
            Assert.True(uploaded.IsSuccessStatusCode, uploaded.ReasonPhrase);
        var body = new { uploadId = link["uploadId"]!.GetValue<string>(), targetLanguage = "es" };

        var foreign = await other.PostAsync("/api/jobs", body);
        var answer = await user.PostAsync("/api/jobs", body);

        Assert.Equal(404, foreign.Status);
        Assert.Equal(202, answer.Status);
        var job = await user.WaitForEndAsync(answer.Json["id"]!.GetValue<string>());
        Assert.Equal("big.mp4", job["fileName"]!.GetValue<string>());
        using var read = await http.GetAsync(new Uri(link["url"]!.GetValue<string>()));
        Assert.False(read.IsSuccessStatusCode, "A link to write is no link to read.");
    }

    [Fact]
    public async Task A_blob_without_a_target_language_is_rejected_with_what_to_do()
    {
        var user = await UserAsync();
        await Service.Storage.GetBlobContainerClient("input").GetBlobClient($"{user.UserId}/plain.mp4").UploadAsync(BinaryData.FromBytes(Plan().ToBytes()));

        var job = await user.WaitForEndAsync(await OnlyJobAsync(user, "plain.mp4"), "Rejected");

        Assert.Equal("invalid_request", ErrorOf(job));
        Assert.Contains("targetLanguage", job["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no_audio")]
    [InlineData("unreadable_media")]
    [InlineData("truncated_media")]
    [InlineData("unsupported_container")]
    [InlineData("too_long")]
    public async Task Media_that_cannot_be_dubbed_is_rejected_with_its_reason_and_holds_nothing(string code)
    {
        var user = await UserAsync();

        var job = await user.WaitForEndAsync(await user.SubmitAsync(Plan().With("Probe", "code", code)), "Rejected");

        Assert.Equal(code, ErrorOf(job));
        Assert.False(job["error"]!["retryable"]?.GetValue<bool>() ?? false);
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task Brought_cues_outside_the_video_are_named_and_nothing_else_is_refused_before_it_queues()
    {
        const string Late = "2\n00:30:00,000 --> 00:30:02,000\nToo late.\n";
        var user = await UserAsync();

        var job = await user.WaitForEndAsync(
            await user.SubmitAsync(Plan(), ("subtitleFile", "1\n00:00:00,500 --> 00:00:01,500\n<i>Hello</i>.\n\n" + Late)), "Completed");
        Assert.Contains(job["warnings"]!.AsArray(), warning => warning!.GetValue<string>().Contains("cue 2 at 00:30:00.000 “Too late.”", StringComparison.Ordinal));

        var refused = await user.WaitForEndAsync(await user.SubmitAsync(Plan(), ("subtitleFile", Late)), "Rejected");
        Assert.Equal("invalid_subtitles", ErrorOf(refused));
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task Zero_bytes_and_random_bytes_are_told_apart()
    {
        var user = await UserAsync();

        Assert.Equal("empty_file", await CodeOfAsync(user, []));
        Assert.Equal("unreadable_media", await CodeOfAsync(user, RandomNumberGenerator.GetBytes(5000)));
        await WaitUntilIdleAsync();
    }

    [Fact]
    public async Task A_video_over_the_size_limit_is_refused()
    {
        var user = await UserAsync();
        await Service.SetLimitsAsync(limits =>
        {
            Wide(limits);
            limits["maxVideoSizeMb"] = 1;
        });

        Assert.Equal("too_large", await CodeOfAsync(user, new byte[1_200_000]));
        await WaitUntilIdleAsync();
    }

    [Theory]
    [InlineData("spaces and 'quotes' \"double\".mp4")]
    [InlineData("two\nlines\r\nand a tab\t.mp4")]
    [InlineData("--help")]
    [InlineData("../../../etc/passwd")]
    [InlineData("..")]
    [InlineData("%03d.mp4")]
    [InlineData("🎬 <b>film</b>.mp4")]
    [InlineData("CON")]
    public async Task Any_name_is_taken_shown_as_it_is_and_never_a_path(string name)
    {
        var user = await UserAsync();

        var answer = await user.TrySubmitAsync(Plan().ToBytes(), name);

        Assert.Equal(202, answer.Status);
        var job = await user.WaitForEndAsync(answer.Json["id"]!.GetValue<string>());
        Assert.Equal(name, job["fileName"]!.GetValue<string>());
        var file = await user.GetAsync($"/api/jobs/{job["id"]!.GetValue<string>()}/files/dubbed.mp4?download=true");
        Assert.Equal(200, file.Status);
    }

    [Fact]
    public async Task A_name_of_255_bytes_is_taken_and_a_longer_one_is_not()
    {
        var user = await UserAsync();

        var longest = await user.TrySubmitAsync(Plan().ToBytes(), new string('ü', 125) + "x.mp4");
        var longer = await user.TrySubmitAsync(Plan().ToBytes(), new string('ü', 126) + ".mp4");

        Assert.Equal(202, longest.Status);
        await user.WaitForEndAsync(longest.Json["id"]!.GetValue<string>());
        Assert.Equal((400, "invalid_file_name"), (longer.Status, longer.Code));
    }

    [Theory]
    [InlineData("targetLanguage", "klingon!")]
    [InlineData("targetLanguage", "")]
    [InlineData("subtitles", "Loud")]
    [InlineData("output", "Hologram")]
    [InlineData("speed", "9")]
    [InlineData("speed", "fast")]
    [InlineData("priority", "Highest")]
    [InlineData("pool", "no-such-pool")]
    [InlineData("nonsense", "1")]
    public async Task A_wrong_field_is_a_problem_with_a_code_and_no_job(string field, string value)
    {
        var user = await UserAsync();

        var answer = await user.TrySubmitAsync(Plan().ToBytes(), "talk.mp4", null, (field, value));

        Assert.Equal(400, answer.Status);
        Assert.False(string.IsNullOrEmpty(answer.Code));
        Assert.NotNull(answer.Json["type"]);
        Assert.Empty((await user.GetAsync("/api/jobs")).Json["jobs"]!.AsArray());
    }

    private static async Task<string?> CodeOfAsync(ServiceCaller user, byte[] video)
    {
        var answer = await user.TrySubmitAsync(video);
        if (answer.Status != 202)
            return answer.Code;
        var job = await user.WaitForStateAsync(answer.Json["id"]!.GetValue<string>(), null, "Completed", "Failed", "Rejected");
        return ErrorOf(job);
    }

    private static async Task<string> OnlyJobAsync(ServiceCaller user, string fileName)
    {
        var job = await Eventually.GetAsync($"a job of {fileName}", async () =>
        {
            var jobs = (await user.GetAsync("/api/jobs?limit=100")).Json["jobs"]!.AsArray();
            return jobs.Where(job => job!["fileName"]!.GetValue<string>() == fileName).ToList() is { Count: > 0 } found ? found : null;
        });
        return Assert.Single(job)!["id"]!.GetValue<string>();
    }
}
