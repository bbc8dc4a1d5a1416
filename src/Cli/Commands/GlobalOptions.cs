using System.CommandLine;
using TransVox.Cli.Http;
using TransVox.Cli.Output;

namespace TransVox.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    private const string DefaultServer = "http://127.0.0.1:5080";

    public Option<string?> Server { get; } = new("--server")
    {
        Description = $"Address of the service (or TRANSVOX_URL; default {DefaultServer}).",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        Description = "API key or bearer token (or TRANSVOX_KEY, which other users of the machine cannot see).",
        HelpName = "KEY",
        Recursive = true,
    };

    public Option<string?> As { get; } = new("--as")
    {
        Description = "User to act as, where a service on this machine allows it (or TRANSVOX_USER).",
        HelpName = "USER",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON: results to standard output, errors to standard error.",
        Recursive = true,
    };

    public Option<int> Retries { get; } = new("--retries")
    {
        Description = "How often a request that found no answer is sent again, when that changes nothing.",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Server);
        root.Options.Add(Key);
        root.Options.Add(As);
        root.Options.Add(Json);
        root.Options.Add(Retries);
    }

    public Terminal Terminal(ParseResult parse) => new(parse.GetValue(Json));

    public Connection Connection(ParseResult parse)
    {
        var retries = parse.GetValue(Retries);
        if (retries is < 0 or > 100)
            throw new UsageException("--retries takes a number from 0 to 100.");
        return new Connection(
            ParseServer(parse.GetValue(Server) ?? FromEnvironment("TRANSVOX_URL") ?? DefaultServer),
            parse.GetValue(Key) ?? FromEnvironment("TRANSVOX_KEY"),
            parse.GetValue(As) ?? FromEnvironment("TRANSVOX_USER"),
            retries);
    }

    public TransVoxClient Client(ParseResult parse, bool asAdmin = false) => new(Connection(parse).CreateHttpClient(asAdmin));

    private static Uri ParseServer(string text)
    {
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new UsageException($"'{text}' is not the address of a service; it looks like https://dub.example.org.");
        return url;
    }

    private static string? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
