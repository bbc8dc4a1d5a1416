namespace DurableTask.Sqlite;

/// <summary>The durable store cannot be opened or can no longer be written; the message says what to do.</summary>
public sealed class DurableStoreException(string message, Exception? innerException = null) : Exception(message, innerException);
