namespace TransVox.Cli.Upload;

/// <summary>A video to submit.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">Its name, as the service will show it.</param>
/// <param name="Shown">As the user named it on the command line.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Address">Where the service fetches it from, in place of a path; null for a file of this machine.</param>
internal sealed record SourceFile(string Path, string Name, string Shown, long Length, Uri? Address = null)
{
    /// <summary>A video by its address; what is shown leaves out the query, which may hold a signature.</summary>
    public static SourceFile At(Uri address)
    {
        var name = Uri.UnescapeDataString(address.AbsolutePath.Split('/')[^1]);
        return new SourceFile("", name.Length > 0 ? name : address.Host, $"{address.Scheme}://{address.Authority}{address.AbsolutePath}", 0, address);
    }
}
