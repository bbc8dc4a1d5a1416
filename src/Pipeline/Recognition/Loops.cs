namespace TransVox.Pipeline.Recognition;

/// <summary>Finds where a model repeats itself: the same few words over and over. Pure.</summary>
internal static class Loops
{
    // Whole segments are repeated, too.
    private const int LongestPhrase = 40;

    /// <summary>Repetitions after the first: ranges of words to leave out, in order, without overlap.</summary>
    public static List<(int From, int To)> Find(IReadOnlyList<string> words)
    {
        var normal = words.Select(WordText.Normalize).ToArray();
        var found = new List<(int From, int To)>();
        for (var at = 0; at < normal.Length;)
        {
            var (phrase, repeats) = LongestAt(normal, at);
            if (repeats == 0)
            {
                at++;
                continue;
            }

            found.Add((at + phrase, at + (phrase * repeats)));
            at += phrase * repeats;
        }

        return found;
    }

    private static (int Phrase, int Repeats) LongestAt(string[] words, int at)
    {
        for (var phrase = 1; phrase <= LongestPhrase && at + (phrase * 2) <= words.Length; phrase++)
        {
            var repeats = 1;
            while (at + (phrase * (repeats + 1)) <= words.Length && Equal(words, at, at + (phrase * repeats), phrase))
            {
                repeats++;
            }

            if (repeats >= TooOften(phrase))
            {
                return (phrase, repeats);
            }
        }

        return (0, 0);
    }

    // People do say "no, no, no, no", and refrains come twice; nobody says ten words four times.
    private static int TooOften(int phrase) => phrase switch { 1 => 8, 2 => 5, 3 or 4 => 4, _ => 3 };

    private static bool Equal(string[] words, int one, int other, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (words[one + i] != words[other + i])
            {
                return false;
            }
        }

        return true;
    }
}
