using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// Finds and signals all processes of one run, also those that left their parent or their process group: each carries a marker
/// in its environment, which children inherit and which <c>/proc</c> shows.
/// </summary>
internal static partial class ProcessTree
{
    /// <summary>The variable that holds <c>owner.sequence</c>.</summary>
    public const string Marker = "TRANSVOX_RUN";

    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int ProcessorTime = 24;

    /// <summary>Names this process so that it cannot be confused with a later one of the same number or one in another container.</summary>
    public static string OwnerOf(int pid) => $"{pid}-{StartTime(pid) ?? 0}-{PidNamespace()}";

    /// <summary>Ids of the processes whose marker satisfies the condition. Zombies have no environment and do not count.</summary>
    public static List<int> Find(Func<string, bool> marker)
    {
        var found = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && MarkerOf(pid) is { } value && marker(value))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>Sends a signal to a process group, or to the leader alone while it has not made its group yet.</summary>
    public static void SignalGroup(int leader, int signal)
    {
        if (NativeKill(-leader, signal) != 0)
        {
            _ = NativeKill(leader, signal);
        }
    }

    /// <summary>Sends a signal to a process; does nothing when it is gone.</summary>
    public static void Signal(int pid, int signal) => _ = NativeKill(pid, signal);

    /// <summary>Clock ticks since boot at which a process started; null when there is none.</summary>
    public static long? StartTime(int pid)
    {
        var text = ReadProc($"/proc/{pid}/stat") is { } bytes ? Encoding.UTF8.GetString(bytes) : "";
        // The command name in parentheses may contain anything; the fields after the last one are numbers.
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 ? long.Parse(fields[19], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Resident memory of a process and its descendants in bytes, 0 when it is gone. What they share counts for each of them.</summary>
    public static long ResidentBytes(int pid)
    {
        var fields = Text($"/proc/{pid}/statm").Split(' ');
        var own = fields.Length > 1 && long.TryParse(fields[1], out var pages) ? pages * Environment.SystemPageSize : 0;
        return own + Children(pid).Sum(ResidentBytes);
    }

    /// <summary>The same by shares: what n processes share counts for each with an n-th. The kernel walks all pages for it.</summary>
    public static long ProportionalBytes(int pid)
    {
        var line = Text($"/proc/{pid}/smaps_rollup").Split('\n').FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        var own = line is not null && long.TryParse(line.AsSpan(4).Trim()[..^3], out var kilobytes) ? kilobytes << 10 : 0;
        return own + Children(pid).Sum(ProportionalBytes);
    }

    private static IEnumerable<int> Children(int pid) =>
        Threads(pid)
            .SelectMany(thread => Text(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static string[] Threads(int pid)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{pid}/task");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As in ReadProc.
            return [];
        }
    }

    private static string Text(string path) => ReadProc(path) is { } bytes ? Encoding.ASCII.GetString(bytes) : "";

    private static string? MarkerOf(int pid)
    {
        if (ReadProc($"/proc/{pid}/environ") is not { Length: > 0 } bytes)
        {
            return null;
        }

        var name = Encoding.ASCII.GetBytes(Marker + "=");
        var rest = bytes.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)0);
            var entry = end < 0 ? rest : rest[..end];
            if (entry.StartsWith(name))
            {
                return Encoding.UTF8.GetString(entry[name.Length..]);
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return null;
    }

    private static string PidNamespace() =>
        new FileInfo("/proc/self/ns/pid").LinkTarget is { } target ? string.Concat(target.Where(char.IsAsciiDigit)) : "0";

    private static byte[]? ReadProc(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile, or belongs to another user and is none of ours.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NativeKill(int pid, int signal);
}
