using System.ComponentModel;

namespace TransVox.Pipeline.OpenAi;

/// <summary>What a language model is asked to answer; its JSON schema is made of this.</summary>
internal sealed record LineAnswer
{
    [Description("One entry for each line that was to be translated, in their order.")]
    public required IReadOnlyList<Line> Lines { get; init; }

    /// <summary>A translated line.</summary>
    internal sealed record Line
    {
        [Description("The id of the line.")]
        public required int Id { get; init; }

        [Description("Its translation and nothing else.")]
        public required string Text { get; init; }
    }
}
