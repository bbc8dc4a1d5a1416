using System.Text.Json;

namespace TransVox.Cli.Upload;

/// <summary>
/// State files of interrupted uploads under the user's cache folder, readable by the user alone (a link is a permission), one per
/// server, content and identity.
/// </summary>
internal sealed class UploadStateStore(string folder, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    public static string DefaultFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "transvox", "uploads");
    }

    /// <summary>The state under this name, or null when there is none or its link is about to expire.</summary>
    public UploadState? Load(string name)
    {
        try
        {
            var state = JsonSerializer.Deserialize<UploadState>(File.ReadAllText(PathOf(name)), CliJson.Options);
            return state is not null && state.ExpiresAt - Margin > time.GetUtcNow() ? state : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            // No state, or not one of ours: the upload starts over.
            return null;
        }
    }

    public void Save(string name, UploadState state)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        else
        {
            Directory.CreateDirectory(folder);
        }

        var temporary = PathOf(name) + ".new";
        using (var stream = new FileStream(temporary, options))
            JsonSerializer.Serialize(stream, state, CliJson.Options);
        File.Move(temporary, PathOf(name), overwrite: true);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(folder, name + ".json");
}
