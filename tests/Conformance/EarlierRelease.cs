namespace TransVox.Conformance;

/// <summary>A release before this one, built from the repository's history into <c>artifacts</c>, once.</summary>
internal static class EarlierRelease
{
    /// <summary>The last commit whose orchestrations had no version; with each release this becomes the commit of the one before it.</summary>
    public static string Commit { get; } = Environment.GetEnvironmentVariable("TRANSVOX_UPGRADE_FROM") is { Length: > 0 } commit
        ? commit : "1383c556bc4981f22c000f4d8e5d923ec1bde04f";

    /// <summary>Publishes a project of it.</summary>
    /// <returns>The folder of the program.</returns>
    public static async Task<string> PublishAsync(string project)
    {
        var folder = Path.Combine(RepositoryPaths.Root, "artifacts", "earlier", Commit);
        var app = Path.Combine(folder, "app", Path.GetFileName(project));
        if (Directory.Exists(app))
            return app;
        if (!Directory.Exists(Path.Combine(folder, "source")))
        {
            Directory.CreateDirectory(folder);
            await RunAsync("git", "archive", "--output", Path.Combine(folder, "source.tar"), Commit);
            Directory.CreateDirectory(Path.Combine(folder, "unpacked"));
            await RunAsync("tar", "-xf", Path.Combine(folder, "source.tar"), "-C", Path.Combine(folder, "unpacked"));
            Directory.Move(Path.Combine(folder, "unpacked"), Path.Combine(folder, "source"));
        }

        var begun = app + ".begun";
        await RunAsync("dotnet", "publish", Path.Combine(folder, "source", project), "-c", "Release", "-o", begun);
        Directory.Move(begun, app);
        return app;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = await RunningProgram.RunAsync(program, arguments, within: TimeSpan.FromMinutes(10));
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {result.ExitCode} (a checkout without its history has no earlier release):\n{result.Output}\n{result.Errors}");
    }
}
