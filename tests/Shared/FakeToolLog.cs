using System.Globalization;

namespace TransVox.TestKit;

/// <summary>
/// The log that the fake engines keep of their own starts and ends. The service does not write it and cannot know it, so what it
/// claims can be checked against it.
/// </summary>
public sealed class FakeToolLog(string path)
{
    public string Path { get; } = path;

    /// <summary>All entries so far, in the order in which they were written.</summary>
    public IReadOnlyList<FakeToolEntry> Read()
    {
        if (!File.Exists(Path))
            return [];
        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var entries = new List<FakeToolEntry>();
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split('\t');
            // The last line may be half written.
            if (parts.Length == 7)
                entries.Add(Parse(parts));
        }

        return entries;
    }

    /// <summary>Entries of one plan (one video).</summary>
    public IReadOnlyList<FakeToolEntry> Of(string plan) => [.. Read().Where(entry => entry.Plan == plan)];

    /// <summary>Runs of stages: from start to end, or to when the process was seen no more.</summary>
    public IReadOnlyList<FakeToolRun> Runs()
    {
        var open = new Dictionary<(int, string), FakeToolEntry>();
        var runs = new List<FakeToolRun>();
        foreach (var entry in Read())
        {
            var key = (entry.ProcessId, entry.WorkDirectory);
            if (entry.IsStart)
                open[key] = entry;
            else if (open.Remove(key, out var start))
                runs.Add(new FakeToolRun(start.Plan, start.Stage, start.Micros, entry.Micros, entry.ExitCode));
        }

        runs.AddRange(open.Values.Select(start => new FakeToolRun(start.Plan, start.Stage, start.Micros, null, null)));
        return [.. runs.OrderBy(run => run.StartMicros)];
    }

    /// <summary>Processes that started a stage, did not end it, and still live.</summary>
    public IReadOnlyList<int> RunningProcesses()
    {
        var open = new HashSet<int>();
        foreach (var entry in Read())
        {
            if (entry.IsStart)
                open.Add(entry.ProcessId);
            else
                open.Remove(entry.ProcessId);
        }

        return [.. open.Where(IsFakeTool)];
    }

    private static bool IsFakeTool(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline").Contains("faketool", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static FakeToolEntry Parse(string[] parts) => new(
        long.Parse(parts[0], CultureInfo.InvariantCulture),
        parts[1] == "start",
        parts[2],
        int.Parse(parts[3], CultureInfo.InvariantCulture),
        parts[4],
        parts[5],
        parts[6].Length == 0 ? null : int.Parse(parts[6], CultureInfo.InvariantCulture));
}
