namespace TransVox.Orchestration.Sources;

/// <summary>An answer whose body is (the rest of) a video.</summary>
/// <param name="Response">The answer.</param>
/// <param name="Continues">It goes on where it was asked to; else it begins with the first byte.</param>
/// <param name="Validator">For <c>If-Range</c>: a strong entity tag, or a date that is as good; null when there is none.</param>
/// <param name="Length">Bytes of the whole file, where the server says.</param>
internal sealed record HttpAnswer(HttpResponseMessage Response, bool Continues, string? Validator, long? Length) : IDisposable
{
    public void Dispose() => Response.Dispose();
}
