namespace TransVox.Cli;

/// <summary>The command line, or a file that it names, is not usable; the message says what to change.</summary>
internal sealed class UsageException(string message) : Exception(message);
