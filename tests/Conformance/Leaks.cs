namespace TransVox.Conformance;

/// <summary>What must not be left of a service when all of its jobs have ended.</summary>
public static class Leaks
{
    /// <summary>Leases, places and programs that are left, as sentences.</summary>
    public static async Task<List<string>> FindAsync(LocalHostProcess host, string operatorName)
    {
        using var admin = new ServiceCaller(host.Url, operatorName, admin: true);
        var leaks = new List<string>();
        try
        {
            await Eventually.IsTrueAsync("no lease and no place is held", async () =>
            {
                var queue = (await admin.GetAsync("/api/queue")).Json;
                return queue["waiting"]!.AsArray().Count == 0 && queue["pools"]!.AsArray().All(pool => pool!["inUse"]!.GetValue<int>() == 0);
            }, TimeSpan.FromSeconds(35));
        }
        catch (TimeoutException)
        {
            var queue = await admin.GetAsync("/api/queue");
            var waiting = queue.Json["waiting"]!.AsArray().Select(entry => entry!["jobId"]!.GetValue<string>());
            var jobs = await Task.WhenAll(waiting.Select(async id => (await admin.GetAsync($"/api/jobs/{id}")).Body));
            leaks.Add($"Leaked: {queue.Body}\n{string.Join('\n', jobs)}");
        }

        if (host.Log.RunningProcesses() is { Count: > 0 } left)
            leaks.Add($"{left.Count} programs still run.");
        return leaks;
    }
}
