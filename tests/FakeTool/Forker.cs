namespace TransVox.FakeTool;

/// <summary>Starts children, which may outlive this program or leave its session.</summary>
internal static class Forker
{
#pragma warning disable RS0030 // A program that leaves children behind is what the process runner is tested against.
    public static int Start(string program, params string[] arguments)
    {
        var child = System.Diagnostics.Process.Start(program, arguments);
        return child.Id;
    }
#pragma warning restore RS0030
}
