using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TransVox.LocalHost.Backup;
using TransVox.TestKit;

namespace TransVox.LocalHost.Tests;

/// <summary>What is refused, and what is left then. A backup under load: <c>BackupTests</c> of the conformance suite.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _backup;
    private readonly string _restored;

    public BackupTests() => (_data, _backup, _restored) = (_folder.File("data"), _folder.File("backup"), _folder.File("restored"));

    public static TheoryData<string, string> Damages() => new()
    {
        { "manifest.json gone", "is no backup, or one that was cut off" },
        { "manifest.json cut", "cannot be read" },
        { "durable.db gone", "'durable.db' is missing" },
        { "durable.db cut", "'durable.db' is not what was written" },
        { "azurite/__blobstorage__/e1 other", "'azurite/__blobstorage__/e1' is not what was written" },
        { "format", "of another release (format 2" },
        { "storeSchema", "store 9999" },
        { "orchestrations", "orchestrations 9.0" },
        { "outside", "names a file outside of it" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_restored_is_what_there_was()
    {
        await MakeAsync();

        Assert.True(Directory.Exists(_backup));
        await BackupReader.RestoreAsync(_backup, _restored, default);

        foreach (var file in new[] { "azurite/__azurite_db_blob__.json", "azurite/__azurite_db_blob_extent__.json", "azurite/__blobstorage__/e1" })
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_data, file)), await File.ReadAllBytesAsync(Path.Combine(_restored, file)));
        Assert.Equal(["azurite", "durable.db", "transvox.json"], Entries(_restored));
        Assert.Equal(["azurite", "durable.db"], Entries(_data));
        var again = await Assert.ThrowsAsync<BackupException>(() => BackupReader.RestoreAsync(_backup, _restored, default));
        Assert.Contains("holds a service already", again.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_or_newer_backup_is_refused_and_nothing_is_left(string damage, string message)
    {
        await MakeAsync();
        await DamageAsync(damage);
        Directory.CreateDirectory(_restored);

        var refused = await Assert.ThrowsAsync<BackupException>(() => BackupReader.RestoreAsync(_backup, _restored, default));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Entries(_restored));
    }

    [Theory]
    [InlineData("durable.db", "has no durable.db")]
    [InlineData("azurite", "There is no storage emulator")]
    public async Task Without_a_part_of_a_service_there_is_no_backup(string missing, string message)
    {
        MakeService();
        if (missing == "azurite")
            Directory.Delete(Path.Combine(_data, missing), recursive: true);
        else
            File.Delete(Path.Combine(_data, missing));

        var refused = await Assert.ThrowsAsync<BackupException>(() => Writer().WriteAsync(_backup, default));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_backup));
    }

    [Fact]
    public async Task A_backup_is_a_new_folder_and_one_that_breaks_off_leaves_nothing()
    {
        await MakeAsync();
        Assert.Contains("exists", (await Assert.ThrowsAsync<BackupException>(() => Writer().WriteAsync(_backup, default))).Message, StringComparison.Ordinal);

        var other = _folder.File("other");
        var breaks = new BackupWriter(_data, Configuration(), _ => throw new IOException("Away."), TimeProvider.System);
        await Assert.ThrowsAsync<IOException>(() => breaks.WriteAsync(other, default));
        Assert.Equal(["backup", "data", "transvox.json"], Entries(_folder.Path));
        Assert.Equal(["azurite", "durable.db"], Entries(_data));
    }

    private static List<string?> Entries(string folder) => [.. Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private BackupWriter Writer() => new(_data, Configuration(), null, TimeProvider.System);

    private string Configuration() => _folder.Write("transvox.json", "{}");

    private async Task MakeAsync()
    {
        MakeService();
        await Writer().WriteAsync(_backup, default);
    }

    /// <summary>A folder like that of a host that was stopped.</summary>
    private void MakeService()
    {
        _folder.Write("data/azurite/__azurite_db_blob__.json", """{"data":[{"name":"a","persistency":{"id":"e1","offset":0,"count":3}},{"name":"b","persistency":null}]}""");
        _folder.Write("data/azurite/__azurite_db_blob_extent__.json", """{"data":[{"id":"e1","size":3}]}""");
        _folder.Write("data/azurite/__blobstorage__/e1", "abc");
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_data, "durable.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (x); PRAGMA user_version = 2";
        command.ExecuteNonQuery();
    }

    private async Task DamageAsync(string damage)
    {
        if (damage.Split(' ') is [var name, var how])
        {
            var path = Path.Combine(_backup, name);
            var content = await File.ReadAllBytesAsync(path);
            File.Delete(path);
            if (how != "gone")
                await File.WriteAllBytesAsync(path, how == "cut" ? content[..^1] : Encoding.UTF8.GetBytes("xyz"));
            return;
        }

        var manifest = Path.Combine(_backup, "manifest.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(manifest))!;
        if (damage == "outside")
            json["files"]![0]!["path"] = "../../elsewhere";
        else
            json[damage] = damage == "orchestrations" ? "9.0" : damage == "format" ? 2 : 9999;
        await File.WriteAllTextAsync(manifest, json.ToJsonString());
    }
}
