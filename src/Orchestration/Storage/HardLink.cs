using System.Runtime.InteropServices;

namespace TransVox.Orchestration.Storage;

/// <summary>A second name for a file: no copy, and no harm when the first name goes.</summary>
public static class HardLink
{
    /// <summary>Links where the file system can, else copies.</summary>
    public static void CreateOrCopy(string existing, string link)
    {
        if (!TryCreate(existing, link))
            File.Copy(existing, link);
    }

    private static bool TryCreate(string existing, string link) =>
        OperatingSystem.IsWindows() ? CreateHardLinkW(link, existing, 0) : Link(existing, link) == 0;

    // .NET has no API for hard links yet; both calls take plain UTF-8 or UTF-16 text and return a status.
    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string link);

    [DllImport("kernel32", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLinkW(string link, string existing, nint reserved);
}
