using System.Runtime.InteropServices;
using System.Text;

namespace TransVox.FakeTool;

/// <summary>The few system calls that a misbehaving program needs.</summary>
internal static partial class Native
{
    private const int WriteOnly = 1;
    private const int Create = 64;
    private const int AppendFlag = 1024;

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int getppid();

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int kill(int pid, int signal);

    /// <summary>Appends a line in one write: lines of several processes never mix.</summary>
    public static void AppendLine(string path, string line)
    {
        var descriptor = open(path, WriteOnly | Create | AppendFlag, 0x1B4);
        if (descriptor < 0)
        {
            throw new IOException($"Cannot open {path}.");
        }

        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        _ = write(descriptor, bytes, bytes.Length);
        _ = close(descriptor);
    }

    /// <summary>Writes to standard output or error without the start-up cost of the console class.</summary>
    public static void Print(int descriptor, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        _ = write(descriptor, bytes, bytes.Length);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint write(int descriptor, byte[] buffer, nint count);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
}
