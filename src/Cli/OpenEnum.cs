namespace TransVox.Cli;

/// <summary>
/// Names of enum values that a newer service may have more of than this program: one that it does not know becomes a value of its own,
/// equal to no other, and keeps its name.
/// </summary>
internal static class OpenEnum
{
    public static T Parse<T>(string name)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name) ? Enum.Parse<T>(name) : Foreign<T>.ValueOf(name);

    public static string NameOf<T>(T value)
        where T : struct, Enum => Enum.GetName(value) ?? Foreign<T>.NameOf(value);

    private static class Foreign<T>
        where T : struct, Enum
    {
        /// <summary>Far from the values of any enum of the contract.</summary>
        private const int First = 1_000_000;

        private static readonly List<string> Names = [];

        public static T ValueOf(string name)
        {
            lock (Names)
            {
                var index = Names.IndexOf(name);
                if (index < 0)
                {
                    index = Names.Count;
                    Names.Add(name);
                }

                return (T)Enum.ToObject(typeof(T), First + index);
            }
        }

        public static string NameOf(T value)
        {
            lock (Names)
                return Names[(int)(object)value - First];
        }
    }
}
