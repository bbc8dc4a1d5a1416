using System.Globalization;
using TransVox.ModelServer;

// model-server [--port N] [--key TEXT]: serves until it is stopped. The port 0 takes a free one; the first line of output is the address.
var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
if (options.Keys.Except(["--port", "--key"], StringComparer.Ordinal).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"model-server does not know {unknown}. Usage: model-server [--port N] [--key TEXT]");
    return 64;
}

var port = int.Parse(options.GetValueOrDefault("--port", "0"), CultureInfo.InvariantCulture);
await using var server = await ModelServerApp.StartAsync(port, options.GetValueOrDefault("--key"));
await Console.Out.WriteLineAsync(server.Address);
await server.WaitAsync();
return 0;
