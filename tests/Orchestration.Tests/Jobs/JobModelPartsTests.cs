using System.Text;
using System.Text.Json;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class JobModelPartsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_sort_newest_first_and_name_their_user_without_doubt()
    {
        var ids = Enumerable.Range(0, 100).Select(i => JobIds.New("ada-b", Now.AddMilliseconds(i * 7))).ToList();
        Assert.Equal(ids.AsEnumerable().Reverse(), ids.Order(StringComparer.Ordinal));
        Assert.Equal("ada-b", JobIds.UserOf(ids[0]));
        Assert.Equal(Now, JobIds.TimeOf(ids[0]));
        Assert.DoesNotContain(ids, i => i.StartsWith(JobIds.PrefixOf("ada"), StringComparison.Ordinal));
        Assert.All(ids, i => Assert.StartsWith(JobIds.PrefixOf("ada-b"), i, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ada.")]
    [InlineData(".0123456789abcdefghjkmn")]
    [InlineData("ada.0123456789abcdefghjkm!")]
    [InlineData("Ada.0123456789abcdefghjkmn")]
    [InlineData("ada.0123456789abcdefghjkmnp")]
    [InlineData("../x.0123456789abcdefghjkmn")]
    [InlineData(null)]
    public void What_is_no_id_has_no_user(string? text) => Assert.Null(JobIds.UserOf(text));

    [Fact]
    public void The_same_version_of_a_blob_is_the_same_job()
    {
        var id = JobIds.ForBlob("ada", Now, "ada/x.mp4", "\"0x1\"");
        Assert.Equal(id, JobIds.ForBlob("ada", Now, "ada/x.mp4", "0x1"));
        Assert.NotEqual(id, JobIds.ForBlob("ada", Now, "ada/x.mp4", "0x2"));
        Assert.NotEqual(id, JobIds.ForBlob("ada", Now, "ada/y.mp4", "0x1"));
        Assert.Equal("ada", JobIds.UserOf(id));
    }

    [Theory]
    [InlineData("talk.mp4", "talk.mp4", "talk")]
    [InlineData("../../etc/passwd", "passwd", "passwd")]
    [InlineData("..", "video", "video")]
    [InlineData("...", "video", "video")]
    [InlineData("-rf.mp4", "rf.mp4", "rf")]
    [InlineData("a\nb\"c'd%03d.mp4", "a_b_c_d_03d.mp4", "a_b_c_d_03d")]
    [InlineData("C:\\videos\\x.mp4", "x.mp4", "x")]
    [InlineData("😀 ok.mp4", "😀 ok.mp4", "😀 ok")]
    [InlineData(".mp4", "video.mp4", "video")]
    [InlineData("x.averyverylongextension", "x.averyverylongextension", "x")]
    public void Names_in_paths_are_safe(string name, string safe, string stem)
    {
        Assert.Equal(safe, FileNames.ToSafe(name));
        Assert.Equal(stem, FileNames.StemOf(name));
    }

    [Fact]
    public void Any_text_gives_a_safe_name()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(1, 90)).Select(_ => char.ConvertFromUtf32(random.Next(4) switch
            {
                0 => random.Next(0, 128),
                1 => "./\\-% "[random.Next(6)],
                2 => random.Next(0x80, 0xD800),
                _ => random.Next(0x1F300, 0x1F700),
            })));
            foreach (var safe in new[] { FileNames.ToSafe(name), FileNames.StemOf(name) })
            {
                Assert.InRange(Encoding.UTF8.GetByteCount(safe), 1, 130);
                Assert.DoesNotContain(safe, c => char.IsControl(c) || c is '/' or '\\' or '%' or '?' or '#' or '"');
                Assert.False(safe[0] is '.' or '-' or ' ' || safe[^1] is '.' or ' ', safe);
            }
        }
    }

    [Fact]
    public void A_status_never_grows_beyond_what_the_backend_stores()
    {
        var status = new JobStatus
        {
            State = JobState.Failed,
            Stages = [.. EngineStages.All.Select(s => new StageStatus(s, StageState.Completed, Now, Now, 1, true, 3, new string('e', 60)))],
            Warnings = [.. Enumerable.Range(0, 100).Select(_ => new string('ü', 1000))],
            Error = new JobError("x", new string('漢', 5000)),
            Outputs = [.. Enumerable.Range(0, 14).Select(i => new PublishedFile($"subtitles.pt-br.{i}.vtt", long.MaxValue))],
        };
        Assert.True(JsonSerializer.Serialize(status.Fit(), DurableJson.Options).Length * 2 <= 16 * 1024);
    }
}
