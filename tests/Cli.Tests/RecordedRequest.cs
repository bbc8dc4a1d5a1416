using Microsoft.AspNetCore.Http;

namespace TransVox.Cli.Tests;

/// <summary>A request as the service got it.</summary>
public sealed record RecordedRequest(string Method, string Path, string Query, IHeaderDictionary Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values.ToString() : null;
}
