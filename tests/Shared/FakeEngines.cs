using System.Security.Cryptography;

namespace TransVox.TestKit;

/// <summary>The fake engines of one service, with the log and the counters that they keep; hosts of one service share them.</summary>
public sealed class FakeEngines : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeEngines() => Log = new FakeToolLog(_folder.File("faketool.log"));

    /// <summary>What the fake engines wrote down, independent of the service.</summary>
    public FakeToolLog Log { get; }

    /// <summary>A folder for the host's own data, which outlives its process.</summary>
    public string DataFolder => _folder.Path;

    /// <summary>Configuration that puts them in the place of real engines, with short delays.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["FAKETOOL_LOG"] = Log.Path,
        ["FAKETOOL_STATE"] = _folder.File("faketool-state"),
        ["engines__Profile"] = "fake",
        ["engines__Settings__faketool"] = RepositoryPaths.Built("tests/FakeTool", "faketool"),
        ["engines__PassEnvironment__0"] = "FAKETOOL_LOG",
        ["engines__PassEnvironment__1"] = "FAKETOOL_STATE",
        ["retry__first_delay_seconds"] = "0.2",
        ["retry__max_delay_seconds"] = "1",
        ["retry__busy_delay_seconds"] = "0.3",
        ["retry__cancel_grace_seconds"] = "10",
        ["api__rate_limit__burst"] = "100000",
        ["api__rate_limit__per_second"] = "100000",
        ["DOTNET_TieredPGO"] = "0",
    };

    /// <summary>How often a stage of this plan has begun, as the fake engine counts it before it does anything else.</summary>
    public int RunsCounted(VideoPlan plan, string stage)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(plan.ToBytes()))[..24] + "-" + stage;
        var file = new FileInfo(Path.Combine(_folder.File("faketool-state"), name));
        return file.Exists ? (int)file.Length : 0;
    }

    /// <summary>Waits until no program of theirs runs, and removes the log.</summary>
    public async Task EndAsync()
    {
        await Eventually.IsTrueAsync("programs of the host are gone", () => Log.RunningProcesses().Count == 0, TimeSpan.FromSeconds(20));
        Dispose();
    }

    public void Dispose() => _folder.Dispose();
}
