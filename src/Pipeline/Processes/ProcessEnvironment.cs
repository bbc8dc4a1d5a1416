using System.Collections;

namespace TransVox.Pipeline.Processes;

/// <summary>
/// Which of the host's environment variables a program gets to see: storage keys and other secrets of the host are not among
/// them.
/// </summary>
public static class ProcessEnvironment
{
    private static readonly string[] Names =
        ["PATH", "HOME", "USER", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "DOTNET_ROOT", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH"];

    private static readonly string[] Prefixes =
        ["CUDA_", "NVIDIA_", "HF_", "XDG_CACHE", "SSL_CERT_", "OMP_", "PYTORCH_", "ROCR_", "HIP_", "FAKETOOL_"];

    /// <summary>
    /// Changes to the inherited environment: null removes a variable. Programs speak English and UTF-8, since their messages are
    /// parsed.
    /// </summary>
    public static Dictionary<string, string?> Changes(
        IDictionary inherited,
        IReadOnlyCollection<string> alsoPass,
        IReadOnlyDictionary<string, string> set)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in inherited.Keys.Cast<string>())
        {
            if (!Passes(name) && !alsoPass.Contains(name))
            {
                changes[name] = null;
            }
        }

        changes["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in set)
        {
            changes[name] = value;
        }

        return changes;
    }

    /// <summary>The variables that a program sees after the changes.</summary>
    public static IReadOnlyDictionary<string, string?> Effective(IDictionary inherited, IReadOnlyDictionary<string, string?> changes)
    {
        var all = inherited.Keys.Cast<string>().ToDictionary(name => name, name => (string?)inherited[name], StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            all[name] = value;
        }

        return all;
    }

    private static bool Passes(string name) =>
        Names.Contains(name) || Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
