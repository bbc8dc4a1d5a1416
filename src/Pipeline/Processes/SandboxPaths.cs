namespace TransVox.Pipeline.Processes;

/// <summary>Which paths of this machine belong into every sandbox, and which go with a program or a GPU.</summary>
internal static class SandboxPaths
{
    private static readonly string[] Roots = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    // What libraries look up: the loader's cache, choices of Debian, fonts, names, certificates, drivers. No keys, no settings of services.
    private static readonly string[] Settings =
    [
        "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/fonts", "/etc/dotnet",
        "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/gai.conf",
        "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/ca-certificates", "/etc/pki/tls/certs", "/etc/pki/ca-trust", "/etc/mime.types",
        "/etc/OpenCL", "/etc/vulkan", "/etc/nvidia", "/var/cache/fontconfig", "/sys/devices/system/cpu",
    ];

    // Of an installation's prefix, the parts that its programs are made of; "share" may hold anything.
    private static readonly string[] Parts = ["bin", "lib", "lib64", "libexec", "include", "pyvenv.cfg"];

    private static readonly string[] Variables = ["DOTNET_ROOT", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "LD_LIBRARY_PATH"];

    /// <summary>Arguments that mount the system.</summary>
    public static IReadOnlyList<string> System { get; } =
    [
        "--ro-bind", "/usr", "/usr",
        .. Roots.Where(Directory.Exists).SelectMany(root => new DirectoryInfo(root).LinkTarget is { } target
            ? new[] { "--symlink", target, root }
            : ["--ro-bind", root, root]),
        .. Settings.SelectMany(path => new[] { "--ro-bind-try", path, path }),
    ];

    /// <summary>Whether <see cref="System"/> has a path already, or it must not be mounted as a whole.</summary>
    public static bool IsSystem(string path) => path == "/" || IsUnder(path, "/usr") || Array.Exists(Roots, root => IsUnder(path, root));

    /// <summary>Whether a path is a directory or lies in it.</summary>
    public static bool IsUnder(string path, string directory) =>
        path == directory || path.StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>A program's own folder, also that to which a link leads; of a folder <c>bin</c>, what lies beside it.</summary>
    public static IEnumerable<string> OfProgram(string program) =>
        new[] { program, File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName }
            .OfType<string>().Select(path => Path.GetDirectoryName(path)).OfType<string>()
            .SelectMany(folder => Path.GetFileName(folder) == "bin" && Path.GetDirectoryName(folder) is { } prefix
                ? Parts.Select(part => Path.Combine(prefix, part))
                : [folder]);

    /// <summary>Folders of programs and libraries that the environment names.</summary>
    public static IEnumerable<string> Named(IReadOnlyDictionary<string, string?> environment) =>
        Variables.Select(name => environment.GetValueOrDefault(name)).OfType<string>()
            .SelectMany(value => value.Split(':', StringSplitOptions.RemoveEmptyEntries)).Where(Path.IsPathRooted);

    /// <summary>The home directory, which is empty inside; null when there is none to make.</summary>
    public static string? Home(IReadOnlyDictionary<string, string?> environment) =>
        environment.GetValueOrDefault("HOME") is { } home && home.StartsWith('/') && !IsUnder("/tmp", home) && !IsSystem(home) ? home : null;

    /// <summary>Arguments that pass the GPUs on: their devices, and what drivers read about them.</summary>
    public static IEnumerable<string> Gpu() =>
        Directory.EnumerateFileSystemEntries("/dev", "nvidia*").Concat(["/dev/dri", "/dev/kfd", "/dev/dxg"])
            .SelectMany(path => new[] { "--dev-bind-try", path, path })
            .Concat(["--ro-bind-try", "/sys", "/sys", "--ro-bind-try", "/run/nvidia-persistenced", "/run/nvidia-persistenced"]);
}
