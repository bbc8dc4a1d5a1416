using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace TransVox.LocalHost;

/// <summary>Where settings come from: <c>transvox.json</c>, over it the environment, over it the command line.</summary>
internal static class HostConfiguration
{
    public const string FileName = "transvox.json";

    /// <summary>Whether a value is of another type than its key; the binder has one type for whatever goes wrong, and names key and value.</summary>
    public static bool IsWrongType(Exception exception) =>
        exception is InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException };

    /// <summary>
    /// Adds the file below everything that is there already. It is the one that <c>TRANSVOX_CONFIG</c> names, else the one in the
    /// working directory, else the one that ships with the host.
    /// </summary>
    /// <returns>Its path.</returns>
    /// <exception cref="FileNotFoundException">The named file does not exist.</exception>
    public static string AddTransVoxFile(ConfigurationManager configuration, string workingDirectory)
    {
        var path = Find(Environment.GetEnvironmentVariable("TRANSVOX_CONFIG"), workingDirectory);
        configuration.Sources.Insert(0, new JsonConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(Path.GetDirectoryName(path)!),
            Path = Path.GetFileName(path),
            Optional = false,
        });
        return path;
    }

    private static string Find(string? named, string workingDirectory)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named)
                ? Path.GetFullPath(named)
                : throw new FileNotFoundException($"TRANSVOX_CONFIG names '{named}', which does not exist.", named);
        }

        var here = Path.Combine(workingDirectory, FileName);
        return File.Exists(here) ? here : Path.Combine(AppContext.BaseDirectory, FileName);
    }
}
