namespace TransVox.Pipeline.Whisper;

/// <summary>A model could not be downloaded; the message says why and what to do.</summary>
public sealed class ModelException(string message, Exception? innerException = null) : Exception(message, innerException);
