namespace TransVox.FakeTool;

/// <summary>Writes more than anybody wants to read, without line ends.</summary>
internal static class Flood
{
    public static void Write(long bytes)
    {
        if (bytes <= 0)
        {
            return;
        }

        using var output = Console.OpenStandardOutput();
        var block = new byte[64 * 1024];
        block.AsSpan().Fill((byte)'x');
        for (var left = bytes; left > 0; left -= block.Length)
        {
            output.Write(block, 0, (int)Math.Min(left, block.Length));
        }
    }
}
