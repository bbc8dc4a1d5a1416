namespace TransVox.Pipeline.Subtitles;

/// <summary>How a letter of a subtitle looks.</summary>
/// <param name="Color"><c>#rrggbb</c> or a colour's name; null: the usual one.</param>
internal readonly record struct TextStyle(bool Bold, bool Italic, bool Underline, string? Color);
