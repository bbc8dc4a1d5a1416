namespace TransVox.Pipeline.Tests.Support;

/// <summary>Word error rate: edits that turn what was recognized into what was said, over words said.</summary>
internal static class WordErrors
{
    public static double Rate(string reference, string recognized)
    {
        var said = Words(reference);
        var heard = Words(recognized);
        var row = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 1; i <= said.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= heard.Length; j++)
            {
                var substitution = diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return (double)row[heard.Length] / said.Length;
    }

    private static string[] Words(string text) =>
        new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) || c == '\'' ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
