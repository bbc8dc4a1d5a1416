using TransVox.Orchestration.Outbound;

namespace TransVox.Orchestration.Sources;

/// <summary>Which hosts an operator allows: one name, all names below one, or all. Compared as DNS has them, in ASCII.</summary>
/// <param name="Host">The name; null: any.</param>
/// <param name="Below">The names below it, and not itself.</param>
/// <param name="Port">The port.</param>
internal sealed record HostPattern(string? Host, bool Below, int Port)
{
    private const int HttpsPort = 443;

    /// <summary>Reads <c>name</c>, <c>*.name</c>, either with <c>:port</c>, or <c>*</c>; null for anything else.</summary>
    public static HostPattern? TryParse(string? text)
    {
        if (text == "*")
            return new HostPattern(null, false, HttpsPort);
        if (string.IsNullOrEmpty(text))
            return null;
        var below = text.StartsWith("*.", StringComparison.Ordinal);
        var name = below ? text[2..] : text;
        if (name.Any(c => c is '/' or '\\' or '?' or '#' or '@' or '*' or ' ') || !Uri.TryCreate($"https://{name}", UriKind.Absolute, out var address) || HostNames.OfDns(address) is not { } host)
            return null;
        return below && address.HostNameType != UriHostNameType.Dns ? null : new HostPattern(host, below, address.Port);
    }

    public bool Matches(Uri address)
    {
        if (address.Port != Port || HostNames.OfDns(address) is not { } host)
            return false;
        if (Host is null)
            return true;
        return Below
            ? host.Length > Host.Length + 1 && host.EndsWith("." + Host, StringComparison.OrdinalIgnoreCase)
            : host.Equals(Host, StringComparison.OrdinalIgnoreCase);
    }
}
