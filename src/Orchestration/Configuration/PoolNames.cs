using System.Text.RegularExpressions;

namespace TransVox.Orchestration.Configuration;

/// <summary>Names of GPU pools, which are entity keys.</summary>
public static partial class PoolNames
{
    public static bool IsValid(string? text) => text is not null && Pattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\z")]
    private static partial Regex Pattern();
}
