using System.Globalization;
using CliWrap;
using CliWrap.Buffered;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// Runs programs in bubblewrap: they see the system read-only, what <see cref="ProgramAccess"/> names, processes of their own and an
/// empty <c>/tmp</c>, and nothing else of this machine. See docs/adr/0145.
/// </summary>
internal sealed class Sandbox
{
    private const string Signals = "INT,TERM";
    private static readonly Lazy<SandboxFinding> Found = new(() => Probe("bwrap"));
    private readonly string _bwrap;
    private readonly string _env;

    private Sandbox(string bwrap, string env) => (_bwrap, _env) = (bwrap, env);

    /// <summary>What this machine can do; tried once, with a trivial program.</summary>
    public static SandboxFinding OnThisMachine => Found.Value;

    /// <summary>Tries whether a program makes the sandbox. Takes some milliseconds.</summary>
    public static SandboxFinding Probe(string program)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new SandboxFinding(null, "bubblewrap is for Linux.");
        }

        if (ToolLocator.Find(program) is not { } bwrap)
        {
            return new SandboxFinding(null, $"{program} is not installed; install the package bubblewrap.");
        }

        if (ToolLocator.Find("env") is not { } env || ToolLocator.Find("true") is not { } nothing)
        {
            return new SandboxFinding(null, "the programs env and true of GNU coreutils are not installed.");
        }

        var sandbox = new Sandbox(bwrap, env);
        var line = sandbox.Wrap(nothing, new ProcessSpec(nothing, []), new Dictionary<string, string?>());
        var result = Cli.Wrap(line[0]).WithArguments(line.Skip(1)).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync().Task.GetAwaiter().GetResult();
        return result.ExitCode == 0
            ? new SandboxFinding(sandbox, "")
            : new SandboxFinding(null, $"bubblewrap does not work here ({result.StandardError.Trim().Split('\n')[^1]}); allow unprivileged user namespaces, see docs/troubleshooting.md.");
    }

    /// <summary>The command that runs a program inside, without the arguments of the program.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="spec">Its <see cref="ProcessSpec.Access"/> says what it may use.</param>
    /// <param name="environment">Variables that it gets.</param>
    public IReadOnlyList<string> Wrap(string program, ProcessSpec spec, IReadOnlyDictionary<string, string?> environment)
    {
        var access = spec.Access ?? ProgramAccess.None;
        var writes = access.Writes.Append(access.Work).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var reads = access.Reads.Concat(SandboxPaths.OfProgram(program)).Concat(SandboxPaths.Named(environment)).Append(spec.WorkingDirectory).OfType<string>()
            .Where(path => !SandboxPaths.IsSystem(path) && !writes.Exists(write => SandboxPaths.IsUnder(path, write)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        // bubblewrap ends at a signal, and with it whatever runs inside, without its time to tidy up: it ignores those that the program gets.
        // What comes later is mounted over what came before.
        return
        [
            _env, "--ignore-signal=" + Signals, _bwrap,
            "--unshare-all", .. access.Network ? ["--share-net"] : Array.Empty<string>(),
            // No namespaces inside: they are much of what the kernel can be attacked by.
            "--unshare-user", "--disable-userns", "--cap-drop", "ALL",
            .. Temporary("/tmp"), .. SandboxPaths.Home(environment) is { } home ? Temporary(home) : [],
            .. SandboxPaths.System, "--proc", "/proc", "--dev", "/dev",
            .. access.Gpu ? SandboxPaths.Gpu() : [],
            .. reads.SelectMany(path => new[] { "--ro-bind-try", path, path }),
            .. writes.SelectMany(path => new[] { "--bind", path, path }),
            "--remount-ro", "/", "--chdir", spec.WorkingDirectory ?? "/tmp",
            "--", _env, "--default-signal=" + Signals, program,
        ];
    }

    // In memory, and so of bounded size.
    private static string[] Temporary(string path) => ["--size", (1L << 30).ToString(CultureInfo.InvariantCulture), "--tmpfs", path];
}
