namespace TransVox.Cli.Upload;

/// <summary>A video to submit.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">Its name, as the service will show it.</param>
/// <param name="Shown">As the user named it on the command line.</param>
/// <param name="Length">Bytes.</param>
internal sealed record SourceFile(string Path, string Name, string Shown, long Length);
