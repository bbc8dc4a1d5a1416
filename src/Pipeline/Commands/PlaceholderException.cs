namespace TransVox.Pipeline.Commands;

/// <summary>A template names something that does not exist.</summary>
public sealed class PlaceholderException(string message) : Exception(message);
