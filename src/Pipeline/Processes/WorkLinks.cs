using System.IO.Enumeration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// A program in a sandbox cannot read the host's files, but it can leave links to them, which the host would follow when it reads the
/// program's results.
/// </summary>
internal static class WorkLinks
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Looks at all that lies in a directory.</summary>
    /// <exception cref="StageException"><see cref="ErrorCodes.OutputInvalid"/>: there is a link that may lead out of it.</exception>
    public static void Refuse(string program, string directory)
    {
        if (Entries(directory, (ref entry) => IsLink(ref entry)).Select(link => new FileInfo(link).LinkTarget).OfType<string>().Any(LeadsOut))
        {
            throw new StageException(
                ErrorCodes.OutputInvalid,
                $"The program {Path.GetFileName(program)} left a link that leads out of its directory. An operator must look at the engine of this stage, and at the video.");
        }
    }

    /// <summary>The files in a directory and below; links are none and are not followed.</summary>
    public static IEnumerable<string> Files(string directory) => Entries(directory, (ref entry) => !entry.IsDirectory && !IsLink(ref entry));

    // Without a step upwards no chain of links can lead out, whatever lies on the way.
    private static bool LeadsOut(string target) => Path.IsPathRooted(target) || target.Split('/').Contains("..");

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static FileSystemEnumerable<string> Entries(string directory, FileSystemEnumerable<string>.FindPredicate which) =>
        new(directory, (ref entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = which,
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        };
}
