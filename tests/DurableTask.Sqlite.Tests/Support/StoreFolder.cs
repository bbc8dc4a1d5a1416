namespace DurableTask.Sqlite.Tests.Support;

/// <summary>A folder for one test's store, deleted with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("transvox-durable-");

    public string StorePath => Path.Combine(_folder.FullName, "durable.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
