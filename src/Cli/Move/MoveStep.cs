namespace TransVox.Cli.Move;

/// <summary>What a waiting job's file in the folder says about it; each step is written by one side and read by the other.</summary>
internal enum MoveStep
{
    /// <summary>Copied from where it waits.</summary>
    Exported,

    /// <summary>The other service holds it.</summary>
    Held,

    /// <summary>It was withdrawn: it is the other service's.</summary>
    Withdrawn,

    /// <summary>It was not withdrawn, having started or ended meanwhile.</summary>
    Kept,

    /// <summary>Nothing is left to do.</summary>
    Done,
}
