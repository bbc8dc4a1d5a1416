namespace TransVox.FakeTool;

/// <summary>Uses memory up.</summary>
internal static class Memory
{
    /// <summary>Blocks of one megabyte, each page touched.</summary>
    public static List<byte[]> Take(int megabytes)
    {
        var blocks = new List<byte[]>();
        for (var i = 0; i < megabytes; i++)
        {
            var block = GC.AllocateUninitializedArray<byte>(1 << 20);
            block.AsSpan().Fill(1);
            blocks.Add(block);
        }

        return blocks;
    }
}
