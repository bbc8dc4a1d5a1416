namespace TransVox.Pipeline.Tests.Support;

/// <summary>The fake program, as built beside these tests.</summary>
internal static class FakeTool
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        // …/tests/Pipeline.Tests/bin/{configuration}/{framework}/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return System.IO.Path.Combine(
            TestData.RepositoryRoot, "tests", "FakeTool", "bin", output.Parent!.Name, output.Name, "faketool");
    }
}
