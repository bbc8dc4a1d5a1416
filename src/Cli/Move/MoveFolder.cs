namespace TransVox.Cli.Move;

/// <summary>
/// The folder that carries jobs between two services: <c>finished/JOB.tar</c>, and <c>waiting/JOB.tar</c> with <c>waiting/JOB.step</c> beside it. A file has its
/// name only when it is whole and on the disk.
/// </summary>
internal sealed class MoveFolder(string path)
{
    /// <summary>Names this move: what it withdraws is not another's.</summary>
    public string Id { get; } = ReadId(path);

    public string FinishedFolder { get; } = Directory.CreateDirectory(Path.Combine(path, "finished")).FullName;

    public string WaitingFolder { get; } = Directory.CreateDirectory(Path.Combine(path, "waiting")).FullName;

    /// <summary>Ids of finished jobs that were not imported yet, oldest first.</summary>
    public IReadOnlyList<string> Finished => [.. IdsIn(FinishedFolder, ".tar").Where(id => !File.Exists(Path.Combine(FinishedFolder, id + ".done")))];

    /// <summary>Ids of waiting jobs, oldest first.</summary>
    public IReadOnlyList<string> Waiting => IdsIn(WaitingFolder, ".tar");

    public bool HasFinished(string id) => File.Exists(FinishedFile(id));

    public string FinishedFile(string id) => Path.Combine(FinishedFolder, id + ".tar");

    public string WaitingFile(string id) => Path.Combine(WaitingFolder, id + ".tar");

    public void FinishedIsDone(string id) => Write(Path.Combine(FinishedFolder, id + ".done"), "");

    /// <summary>How far a waiting job is; null: it is not in the folder.</summary>
    public MoveStep? StepOf(string id)
    {
        var file = Path.Combine(WaitingFolder, id + ".step");
        return !File.Exists(WaitingFile(id)) ? null : File.Exists(file) ? Enum.Parse<MoveStep>(File.ReadAllText(file)) : MoveStep.Exported;
    }

    public void SetStep(string id, MoveStep step) => Write(Path.Combine(WaitingFolder, id + ".step"), step.ToString());

    /// <summary>Forgets a job that was kept, so that it may be exported again.</summary>
    public void Forget(string id)
    {
        File.Delete(WaitingFile(id));
        File.Delete(Path.Combine(WaitingFolder, id + ".step"));
    }

    /// <summary>Flushes what was downloaded to the disk.</summary>
    public static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static string ReadId(string path)
    {
        var file = Path.Combine(Directory.CreateDirectory(path).FullName, "move");
        if (!File.Exists(file))
            Write(file, Guid.CreateVersion7().ToString("n"));
        return File.ReadAllText(file);
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        Flush(file + ".new");
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Behind the user, ids count down in time.</summary>
    private static List<string> IdsIn(string folder, string ending) =>
        [.. Directory.EnumerateFiles(folder, "*" + ending).Select(file => Path.GetFileNameWithoutExtension(file))
            .OrderByDescending(id => id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal)];
}
