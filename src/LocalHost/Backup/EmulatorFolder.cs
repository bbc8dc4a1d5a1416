using System.Text;
using System.Text.Json;
using TransVox.Orchestration.Storage;

namespace TransVox.LocalHost.Backup;

/// <summary>
/// The files of the storage emulator. The contents of blobs are in extents, files that only grow and go when no blob needs them; two catalogs say
/// which blobs and which extents there are, each written anew every five seconds if it has changed.
/// </summary>
internal sealed class EmulatorFolder(string folder, TimeProvider time)
{
    private const string Blobs = "__azurite_db_blob__.json";
    private const string Extents = "__azurite_db_blob_extent__.json";
    private const string Contents = "__blobstorage__";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Keeps the blobs as they are at one moment under another name, from which they can be copied at leisure.</summary>
    /// <param name="target">A folder on the same disk.</param>
    /// <param name="marker">The catalog must have this text: it is of no earlier moment. Null when the emulator does not run.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BackupException">The emulator writes no catalog that fits.</exception>
    public async Task FreezeAsync(string target, string? marker, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(target, Contents));
        var started = time.GetTimestamp();
        var (blobs, taken, wanted) = ((byte[]?)null, started, new HashSet<string>());
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            LinkExtents(target);
            // An extent that the catalog names may have gone before it was linked; the next catalog does not name it.
            if (blobs is null || time.GetElapsedTime(taken) > Patience)
            {
                var catalog = await File.ReadAllBytesAsync(Path.Combine(folder, Blobs), cancellationToken);
                if (marker is null || catalog.AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker)) >= 0)
                    (blobs, taken, wanted) = (catalog, time.GetTimestamp(), IdsIn(catalog, "persistency"));
            }

            var extents = await File.ReadAllBytesAsync(Path.Combine(folder, Extents), cancellationToken);
            LinkExtents(target);
            if (blobs is not null && wanted.IsSubsetOf(IdsIn(extents, null)) && wanted.All(id => File.Exists(Path.Combine(target, Contents, id))))
            {
                await File.WriteAllBytesAsync(Path.Combine(target, Blobs), blobs, cancellationToken);
                await File.WriteAllBytesAsync(Path.Combine(target, Extents), extents, cancellationToken);
                return;
            }
        }
        while (time.GetElapsedTime(started) < Limit && await timer.WaitForNextTickAsync(cancellationToken));

        throw new BackupException($"The storage emulator has written no catalog in '{folder}' for {Limit.TotalMinutes} minutes that has all blobs of this moment.");
    }

    private void LinkExtents(string target)
    {
        foreach (var extent in Directory.EnumerateFiles(Path.Combine(folder, Contents)))
        {
            var link = Path.Combine(target, Contents, Path.GetFileName(extent));
            if (File.Exists(link))
                continue;
            try
            {
                HardLink.CreateOrCopy(extent, link);
            }
            catch (FileNotFoundException)
            {
                // Gone meanwhile; whether a blob needs it is for the catalog to say.
            }
        }
    }

    /// <summary>The values of <c>id</c> in the objects that are the value of a member, or with null in all.</summary>
    private static HashSet<string> IdsIn(byte[] catalog, string? member)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(catalog);
        var inside = -1;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == inside)
                inside = -1;
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (member is not null && reader.ValueTextEquals(member))
                inside = reader.Read() && reader.TokenType == JsonTokenType.StartObject ? reader.CurrentDepth : -1;
            else if ((member is null || inside >= 0) && reader.ValueTextEquals("id") && reader.Read() && reader.TokenType == JsonTokenType.String)
                ids.Add(reader.GetString()!);
        }

        return ids;
    }
}
