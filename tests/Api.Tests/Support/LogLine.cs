using Microsoft.Extensions.Logging;

namespace TransVox.Api.Tests.Support;

internal sealed record LogLine(LogLevel Level, int EventId, string Text, Exception? Exception);
