namespace TransVox.Cli.Upload;

/// <summary>Finds the videos that a command line names: files and addresses as they are, folders with what looks like a video in them.</summary>
internal static class SourceFiles
{
    private static readonly HashSet<string> VideoExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg", ".flv", ".wmv", ".asf", ".ogv",
    };

    /// <summary>The files in a stable order, and whether the command line names more than one file.</summary>
    public static (IReadOnlyList<SourceFile> Files, bool IsBatch) Find(IReadOnlyList<string> arguments)
    {
        var files = new List<SourceFile>();
        var isBatch = arguments.Count > 1;
        foreach (var argument in arguments)
        {
            if (Uri.TryCreate(argument, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
            {
                files.Add(SourceFile.At(address));
            }
            else if (Directory.Exists(argument))
            {
                isBatch = true;
                files.AddRange(InFolder(argument));
            }
            else if (File.Exists(argument))
            {
                files.Add(ToSource(argument, argument));
            }
            else
            {
                throw new UsageException($"There is no file or folder '{argument}'.");
            }
        }

        return (files, isBatch);
    }

    private static List<SourceFile> InFolder(string folder)
    {
        var found = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => VideoExtensions.Contains(Path.GetExtension(path)))
            .Order(StringComparer.Ordinal)
            .Select(path => ToSource(path, path))
            .ToList();
        return found.Count > 0 ? found : throw new UsageException($"There is no video in the folder '{folder}'.");
    }

    private static SourceFile ToSource(string path, string shown)
    {
        var info = new FileInfo(path);
        return new SourceFile(info.FullName, info.Name, shown, info.Length);
    }
}
