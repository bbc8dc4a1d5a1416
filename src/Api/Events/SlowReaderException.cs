namespace TransVox.Api.Events;

/// <summary>A client of an event stream does not read.</summary>
internal sealed class SlowReaderException() : IOException("The client does not read its event stream.");
