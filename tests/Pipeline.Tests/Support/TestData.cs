using System.Reflection;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>Files that tests read.</summary>
internal static class TestData
{
    /// <summary>Root of the checkout that the tests were built from.</summary>
    public static string RepositoryRoot { get; } = typeof(TestData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Real recorded speech; lies beside the checkout, not in it, and may be absent.</summary>
    public static string? Recording { get; } = new[] { "shared", "../shared" }
        .Select(directory => Path.GetFullPath(Path.Combine(RepositoryRoot, directory, "data", "jfk-inaugural-en.mp4")))
        .FirstOrDefault(File.Exists);

    /// <summary>The project's own sample.</summary>
    public static string Sample { get; } = Path.Combine(RepositoryRoot, "samples", "hello-en.mp4");

    /// <summary>What is said in it.</summary>
    public static string SampleText { get; } = Path.Combine(RepositoryRoot, "samples", "hello-en.txt");

    /// <summary>A subtitle file made after a public report.</summary>
    public static string Case(string name) => Path.Combine(RepositoryRoot, "tests", "Pipeline.Tests", "Cases", name);
}
