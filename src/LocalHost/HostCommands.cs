using TransVox.Api.Identity;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost;

/// <summary>
/// Commands for whoever has the machine: <c>keys add USER [--admin] [--note TEXT]</c> makes the first API key, before there is an
/// administrator who could make it over HTTP. It writes to storage and needs no running host.
/// </summary>
internal static class HostCommands
{
    private const string Usage = "Usage: transvox-host keys add USER [--admin] [--note TEXT]";

    public static bool IsCommand(string[] args) => args is ["keys", ..];

    /// <summary>Runs the command; the exit code is 0, 2 for bad usage.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output)
    {
        if (args is not ["keys", "add", var user, .. var flags] || !TryParse(flags, out var admin, out var note))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await services.GetRequiredService<BlobAreas>().EnsureAsync(CancellationToken.None);
            var key = await services.GetRequiredService<ApiKeyService>().CreateAsync(user, admin, note, "host", CancellationToken.None);
            await output.WriteLineAsync(key.Key);
            return 0;
        }
        catch (RequestException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static bool TryParse(string[] flags, out bool admin, out string? note)
    {
        (admin, note) = (false, null);
        for (var i = 0; i < flags.Length; i++)
        {
            if (flags[i] == "--admin")
                admin = true;
            else if (flags[i] == "--note" && i + 1 < flags.Length)
                note = flags[++i];
            else
                return false;
        }

        return true;
    }
}
