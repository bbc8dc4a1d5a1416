using System.Text.Json;

namespace TransVox.Cli.Tests.Service;

/// <summary>Batches on the real host.</summary>
public sealed class BatchOnServiceTests(RealService service) : RealServiceTest(service)
{
    private const int LargeBytes = 48 << 20;

    [Fact]
    public async Task A_batch_that_was_killed_goes_on_and_submits_nothing_twice()
    {
        Folder.Write("talks/1 small.mp4", Text(Plan("first")));
        Folder.Write("talks/2 large.mp4", Text(Plan("second")).PadRight(LargeBytes));
        Folder.Write("talks/3 small.mp4", Text(Plan("third")));
        Folder.Write("talks/notes.txt", "no video");
        var blocks = new Dictionary<string, string?> { ["TRANSVOX_BLOCK_UPLOAD_MB"] = "8" };
        await using (var first = Start(blocks, "submit", Folder.File("talks"), "--to", "es"))
        {
            // The first job exists, and the second video is on its way: the first of its blocks is noted. A program of its own looks for that,
            // since the tests beside this one may keep it from looking for longer than the upload takes.
            await using var killer = RunningProgram.Start(
                "bash", ["-c", """until grep -qsE '"done":[1-9]' "$0"/*.json; do sleep 0.01; done; kill -9 $1""", NotesFolder, $"{first.ProcessId}"]);
            Assert.NotEqual(0, (await first.WaitAsync(TimeSpan.FromSeconds(60))).ExitCode);
        }

        var before = (await JsonAsync(0, "list")).GetProperty("jobs").EnumerateArray().Select(IdOf).ToList();
        var second = await RunWithAsync(blocks, "submit", Folder.File("talks"), "--to", "es", "--watch", "--json");

        Assert.Single(before);
        Assert.True(second.ExitCode == 0, second.Output + second.Errors);
        var report = JsonDocument.Parse(second.Output).RootElement.GetProperty("jobs").EnumerateArray().ToList();
        Assert.Equal(["1 small.mp4", "2 large.mp4", "3 small.mp4"], report.Select(entry => Path.GetFileName(entry.GetProperty("file").GetString())));
        Assert.Equal(before[0], IdOf(report[0].GetProperty("job")));
        Assert.All(report, entry => Assert.Equal("Completed", entry.GetProperty("job").GetProperty("state").GetString()));
        Assert.Equal(report.Select(entry => IdOf(entry.GetProperty("job"))).Order(), (await JsonAsync(0, "list")).GetProperty("jobs").EnumerateArray().Select(IdOf).Order());
        Assert.Empty(Directory.GetFiles(NotesFolder));

        var third = await RunWithAsync(blocks, "submit", Folder.File("talks"), "--to", "es");
        Assert.Equal(3, third.Output.Split("submitted before").Length - 1);
    }

    private static string Text(VideoPlan plan) => System.Text.Encoding.UTF8.GetString(plan.ToBytes());

    /// <summary>Where the client remembers uploads under way.</summary>
    private string NotesFolder => Folder.File("cache/transvox/uploads");
}
