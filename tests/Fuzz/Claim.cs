namespace TransVox.Fuzz;

/// <summary>What holds for everything that was read.</summary>
internal static class Claim
{
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void That(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException("It does not hold: " + what);
    }
}
