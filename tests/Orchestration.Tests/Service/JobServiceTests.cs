using System.Text;
using static TransVox.Orchestration.Tests.Service.ServiceHarness;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Orchestration.Tests.Service;

public sealed class JobServiceTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_video_goes_in_and_its_results_come_out()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(1, job.Progress);
        Assert.Equal(10, job.MediaSeconds);
        Assert.Contains("The second cue is unsure.", job.Warnings);
        Assert.Equal(
            ["background.wav", "dubbed.mp4", "mix.wav", "subtitles.es.srt", "subtitles.es.vtt", "transcript.json", "voice.wav"],
            job.Outputs.Select(o => o.Name).Order(StringComparer.Ordinal));
        await using var file = await harness.Jobs.OpenFileAsync(Ada, job.Id, "dubbed.mp4", CancellationToken.None);
        Assert.Equal("video/mp4", file.ContentType);
        Assert.True(file.Content.CanSeek);
        Assert.StartsWith("dubbed.mp4 from", await new StreamReader(file.Content).ReadToEndAsync(), StringComparison.Ordinal);
        await using var log = await harness.Jobs.OpenFileAsync(Ada, job.Id, "log.txt", CancellationToken.None);
        Assert.Contains("Transcribe is half done", await new StreamReader(log.Content).ReadToEndAsync(), StringComparison.Ordinal);
        await using var source = await harness.Jobs.OpenSourceAsync(Ada, job.Id, CancellationToken.None);
        Assert.Equal("a video", await new StreamReader(source.Content).ReadToEndAsync());

        // Nothing is left of the work on the disk but the cache.
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(harness.Disk, "runs")));
        var system = await ListAsync(harness.Areas.System);
        Assert.DoesNotContain(system, n => n.StartsWith("progress/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_job_used_of_services_is_in_its_record_and_in_its_owners_sum()
    {
        await using var harness = await StartAsync(azurite);
        var use = new EngineUse(Requests: 2, AudioSeconds: 10.5, InputTokens: 300, OutputTokens: 90, Characters: 70);
        harness.Runner.Use = stage => stage == Stage.Translate ? use : null;
        var failures = 0;
        harness.Runner.Before = (request, _) => request.Stage == Stage.Translate && failures++ == 0
            ? throw new StageException(ErrorCodes.EngineFailed, "Once.", Retryability.Transient) { Use = new EngineUse(Requests: 1, InputTokens: 5) }
            : Task.CompletedTask;
        var job = await harness.SubmitAsync();
        await harness.EndAsync(job.Id);

        // The attempt that failed is paid for too.
        var all = use.Plus(new EngineUse(Requests: 1, InputTokens: 5)).ToWire();
        job = await harness.GetAsync(job.Id);
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(all, job.Stages.Single(stage => stage.Stage == Stage.Translate.ToWire()).Use);
        Assert.All(job.Stages.Where(stage => stage.Stage != Stage.Translate.ToWire()), stage => Assert.Null(stage.Use));
        Assert.Equal(all, (await harness.Jobs.GetMeAsync(Ada, CancellationToken.None)).Use);
        var record = (await ListAsync(harness.Areas.Output)).Single(name => name.EndsWith("job.json", StringComparison.Ordinal));
        var json = (await harness.Areas.Output.GetBlobClient(record).DownloadContentAsync()).Value.Content.ToString();
        Assert.Contains("\"inputTokens\": 305", json, StringComparison.Ordinal);

        // The same again is there already: nothing is used.
        var again = await harness.SubmitAndSettleAsync();
        Assert.True(again.Stages.Single(stage => stage.Stage == Stage.Translate.ToWire()).Reused);
        Assert.Equal(all, (await harness.Jobs.GetMeAsync(Ada, CancellationToken.None)).Use);
    }

    [Fact]
    public async Task What_belongs_to_another_user_does_not_exist()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync();
        foreach (var call in new Func<Task>[]
        {
            () => harness.Jobs.GetAsync(Bob, job.Id, CancellationToken.None),
            () => harness.Jobs.CancelAsync(Bob, job.Id, CancellationToken.None),
            () => harness.Jobs.RetryAsync(Bob, job.Id, null, CancellationToken.None),
            () => harness.Jobs.OpenFileAsync(Bob, job.Id, "dubbed.mp4", CancellationToken.None),
            () => harness.Jobs.OpenSourceAsync(Bob, job.Id, CancellationToken.None),
            () => harness.Jobs.GetSubtitlesAsync(Bob, job.Id, CancellationToken.None),
            () => harness.Jobs.GetAsync(Ada, "ada.nothing", CancellationToken.None),
            () => harness.Jobs.OpenFileAsync(Ada, job.Id, "../../../job.json", CancellationToken.None),
        })
        {
            Assert.Equal(ErrorCodes.NotFound, (await Assert.ThrowsAsync<RequestException>(call)).Code);
        }

        Assert.Empty((await harness.Jobs.ListAsync(Bob, new JobFilter(), CancellationToken.None)).Jobs);
        await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.ListAsync(Bob, new JobFilter(UserId: "ada"), CancellationToken.None));
        Assert.Equal(job.Id, (await harness.Jobs.GetAsync(Operator, job.Id, CancellationToken.None)).Id);
    }

    [Theory]
    [InlineData("my talk.mp4")]
    [InlineData("it's \"quoted\".mp4")]
    [InlineData("line\nbreak.mp4")]
    [InlineData("-rf.mp4")]
    [InlineData("..")]
    [InlineData("../../etc/passwd")]
    [InlineData("%03d.mp4")]
    [InlineData("😀 видео.mp4")]
    [InlineData("http:x.mp4")]
    [InlineData(".hidden")]
    [InlineData("trailing.mp4.")]
    public async Task Any_file_name_works_and_is_shown_as_it_was_given(string name)
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAndSettleAsync(command: Command(name));
        Assert.Equal(JobState.Completed, job.State);
        Assert.Equal(name, job.FileName);
        await using var file = await harness.Jobs.OpenFileAsync(Ada, job.Id, "dubbed.mp4", CancellationToken.None);
        Assert.True(file.Content.Length > 0);
        Assert.All(await ListAsync(harness.Areas.Output), n => Assert.StartsWith($"ada/{job.Id}/", n, StringComparison.Ordinal));
        Assert.All(await ListAsync(harness.Areas.Input), n => Assert.Equal(3, n.Split('/').Length));
    }

    [Fact]
    public async Task A_name_of_255_bytes_works_and_one_more_is_refused()
    {
        await using var harness = await StartAsync(azurite);
        var longest = new string('ü', 125) + "x.mp4";
        Assert.Equal(255, Encoding.UTF8.GetByteCount(longest));
        Assert.Equal(JobState.Completed, (await harness.SubmitAndSettleAsync(command: Command(longest))).State);
        foreach (var bad in new[] { longest + "x", " ", "" })
            Assert.Equal(ErrorCodes.InvalidFileName, (await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync(command: Command(bad)))).Code);
    }

    [Fact]
    public async Task Brought_subtitles_make_a_job_in_a_language_that_nobody_recognizes()
    {
        await using var harness = await StartAsync(azurite);
        var command = Command();
        command = command with { Options = command.Options with { SourceLanguage = "fr" } };

        var e = await Assert.ThrowsAsync<RequestException>(() => harness.SubmitAsync(command: command));
        Assert.Equal(ErrorCodes.UnsupportedLanguage, e.Code);
        var job = await harness.SubmitAsync(command: command with { Subtitles = Encoding.UTF8.GetBytes("1\n00:00:00,000 --> 00:00:01,500\nBonjour à tous.\n") });
        await harness.SettleAsync();

        Assert.Equal(JobState.Completed, (await harness.Jobs.GetAsync(Ada, job.Id, CancellationToken.None)).State);
        Assert.DoesNotContain(Stage.Transcribe, harness.Runner.Ran);
        Assert.Equal("Bonjour à tous.", Assert.Single((await harness.Jobs.GetSubtitlesAsync(Ada, job.Id, CancellationToken.None)).Cues).Text);
    }

    [Fact]
    public async Task A_request_that_cannot_be_served_is_refused_before_a_byte_is_read()
    {
        await using var harness = await StartAsync(azurite, ("limits:max_video_size_mb", "1"));
        var unread = new FailingStream(0);
        var e = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SubmitAsync(Ada, Command(target: "xx"), unread, CancellationToken.None));
        Assert.Equal(ErrorCodes.UnsupportedLanguage, e.Code);
        e = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SubmitAsync(Ada, Command() with { Pool = "nowhere" }, unread, CancellationToken.None));
        Assert.Equal(ErrorCodes.InvalidRequest, e.Code);
        e = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SubmitAsync(Ada, Command(), new MemoryStream(), CancellationToken.None));
        Assert.Equal(ErrorCodes.EmptyFile, e.Code);
        e = await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.SubmitAsync(Ada, Command(), new MemoryStream(new byte[(1 << 20) + 1]), CancellationToken.None));
        Assert.Equal(ErrorCodes.TooLarge, e.Code);
        Assert.Empty(await ListAsync(harness.Areas.Input));
        Assert.Empty(await harness.InstancesAsync());
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing_and_gives_its_place_back()
    {
        await using var harness = await StartAsync(azurite, ("limits:max_queue_size", "1"));
        await Assert.ThrowsAnyAsync<Exception>(() => harness.Jobs.SubmitAsync(Ada, Command(), new FailingStream(20 << 20), CancellationToken.None));
        Assert.Empty(await ListAsync(harness.Areas.Input));
        Assert.Empty(await harness.InstancesAsync());
        Assert.Contains((await harness.SubmitAsync()).State, new[] { JobState.Received, JobState.Validating });
    }

    [Fact]
    public async Task Cancel_is_what_its_owner_sees()
    {
        await using var harness = await StartAsync(azurite);
        var job = await harness.SubmitAsync();
        Assert.True((await harness.Jobs.CancelAsync(Ada, job.Id, CancellationToken.None)).CancelRequested);
        await harness.SettleAsync();
        Assert.Equal(JobState.Cancelled, (await harness.Jobs.CancelAsync(Ada, job.Id, CancellationToken.None)).State);
        Assert.Empty(harness.Runner.Ran);
        var done = await harness.SubmitAndSettleAsync();
        Assert.Equal(ErrorCodes.Conflict, (await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.CancelAsync(Ada, done.Id, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_each_has_its_newest_first()
    {
        await using var harness = await StartAsync(azurite);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
            ids.Add((await harness.SubmitAndSettleAsync()).Id);
        await harness.SubmitAndSettleAsync(Bob);
        ids.Reverse();
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await harness.Jobs.ListAsync(Ada, new JobFilter(Limit: 2, After: after), CancellationToken.None);
            // Across pages the order is the runtime's: by id on Azure Storage and on one machine, none here.
            Assert.Equal(page.Jobs.Select(j => j.Id).Order(StringComparer.Ordinal), page.Jobs.Select(j => j.Id));
            seen.AddRange(page.Jobs.Select(j => j.Id));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(ids.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(6, (await harness.Jobs.ListAsync(Operator, new JobFilter(AllUsers: true), CancellationToken.None)).Jobs.Count);
        Assert.Empty((await harness.Jobs.ListAsync(Ada, new JobFilter([JobState.Failed]), CancellationToken.None)).Jobs);
        await Assert.ThrowsAsync<RequestException>(() => harness.Jobs.ListAsync(Ada, new JobFilter(After: "zz"), CancellationToken.None));
    }

    private sealed class FailingStream(int after) : Stream
    {
        private int _left = after;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left <= 0)
                throw new IOException("The client went away.");
            var count = Math.Min(buffer.Length, _left);
            _left -= count;
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
