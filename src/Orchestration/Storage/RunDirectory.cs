namespace TransVox.Orchestration.Storage;

/// <summary>
/// A private directory. While its owner lives it holds a lock on a file beside it, which the system lets go when the process dies:
/// that tells a stale directory from one of another process on the same disk.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _root;

    internal RunDirectory(string parent, string name)
    {
        _root = System.IO.Path.Combine(parent, name);
        Path = System.IO.Path.Combine(_root, "work");
        Inputs = System.IO.Path.Combine(_root, "inputs");
        Directory.CreateDirectory(_root);
        _lock = new FileStream(System.IO.Path.Combine(_root, ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(Inputs);
    }

    /// <summary>Empty at first; the stage writes here.</summary>
    public string Path { get; }

    /// <summary>Links to the inputs.</summary>
    public string Inputs { get; }

    public void Dispose()
    {
        _lock.Dispose();
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    internal static bool IsOwned(string directory)
    {
        try
        {
            using var file = new FileStream(System.IO.Path.Combine(directory, ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
