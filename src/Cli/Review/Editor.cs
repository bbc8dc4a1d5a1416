namespace TransVox.Cli.Review;

/// <summary>Opens a file in the user's editor and waits until it is closed.</summary>
internal static class Editor
{
    public static async Task EditAsync(string path, CancellationToken cancellationToken)
    {
        var command = (Environment.GetEnvironmentVariable("VISUAL") ?? Environment.GetEnvironmentVariable("EDITOR") ?? "vi")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (command.Length == 0)
            throw new UsageException("Set EDITOR to the editor you like, or use --save and --put.");
        // An editor needs this terminal itself, which the project's process runner, made for programs that are listened to, does not give.
#pragma warning disable RS0030
        var start = new System.Diagnostics.ProcessStartInfo(command[0], [.. command[1..], path]) { UseShellExecute = false };
        using var process = System.Diagnostics.Process.Start(start)
            ?? throw new UsageException($"The editor '{command[0]}' could not be started.");
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new UsageException($"The editor ended with exit code {process.ExitCode}; nothing was sent.");
#pragma warning restore RS0030
    }
}
