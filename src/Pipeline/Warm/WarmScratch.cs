using TransVox.Pipeline.Processes;

namespace TransVox.Pipeline.Warm;

/// <summary>
/// The directory of a warm program in a sandbox. What a sandbox shows is settled when it is made, and the work directories of later
/// jobs are not there yet: inputs are copied in, and results moved out.
/// </summary>
internal sealed class WarmScratch : IDisposable
{
    private const string Prefix = "transvox-warm-";
    private const string InputFolder = "inputs";

    /// <param name="owner">The runner of the program, so that the next service knows what this one left.</param>
    public WarmScratch(string owner) => Path = Directory.CreateTempSubdirectory($"{Prefix}{owner}.").FullName;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Removes the directories of services that no longer run.</summary>
    public static void RemoveOrphans(Func<string, bool> isOrphan)
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*")
            .Where(left => isOrphan(System.IO.Path.GetFileName(left)[Prefix.Length..])).ToList())
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>Copies the inputs of a job in; returns the job as the program shall see it.</summary>
    public WarmJob Bring(WarmJob job)
    {
        var folder = Folder(job);
        var inputs = new Dictionary<string, string>();
        Directory.CreateDirectory(System.IO.Path.Combine(folder, InputFolder));
        foreach (var (name, path) in job.Inputs)
        {
            inputs[name] = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(folder, InputFolder, name)).FullName, System.IO.Path.GetFileName(path));
            Copy(path, inputs[name]);
        }

        var outputs = job.Outputs.ToDictionary(
            output => output.Key, output => System.IO.Path.Combine(folder, System.IO.Path.GetRelativePath(job.WorkDirectory, output.Value)));
        return job with { WorkDirectory = folder, Inputs = inputs, Outputs = outputs };
    }

    /// <summary>Moves what the program wrote to the job's work directory.</summary>
    public void Return(string program, WarmJob job)
    {
        var folder = Folder(job);
        Directory.Delete(System.IO.Path.Combine(folder, InputFolder), recursive: true);
        WorkLinks.Refuse(program, folder);
        foreach (var path in WorkLinks.Files(folder).ToList())
        {
            var target = System.IO.Path.Combine(job.WorkDirectory, System.IO.Path.GetRelativePath(folder, path));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Move(path, target, overwrite: true);
        }
    }

    /// <summary>Forgets a job.</summary>
    public void Clear(WarmJob job)
    {
        if (Directory.Exists(Folder(job)))
        {
            Directory.Delete(Folder(job), recursive: true);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Copy(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from))
        {
            Copy(entry, System.IO.Path.Combine(to, System.IO.Path.GetFileName(entry)));
        }
    }

    private string Folder(WarmJob job) => System.IO.Path.Combine(Path, job.Id);
}
