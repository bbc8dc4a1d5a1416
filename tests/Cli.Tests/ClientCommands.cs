using System.Collections;
using System.Reflection;
using System.Runtime.Loader;

namespace TransVox.Cli.Tests;

/// <summary>The commands of the client, from its own parser: loaded apart, because the other tests run the client as a program.</summary>
internal sealed class ClientCommands
{
    private readonly object _root;

    private ClientCommands(object root) => _root = root;

    /// <summary>Names of the commands at the top.</summary>
    public IReadOnlyList<string> Names => [.. List(_root, "Subcommands").Where(command => !(bool)Get(command, "Hidden")).Select(NameOf)];

    public static ClientCommands Load()
    {
        var path = RepositoryPaths.Built("src/Cli", "transvox.dll");
        var context = new AssemblyLoadContext("client");
        var dependencies = new AssemblyDependencyResolver(path);
        context.Resolving += (loader, name) => dependencies.ResolveAssemblyToPath(name) is { } found ? loader.LoadFromAssemblyPath(found) : null;
        var client = context.LoadFromAssemblyPath(path);
        var globals = Activator.CreateInstance(client.GetType("TransVox.Cli.Commands.GlobalOptions") ?? client.GetTypes().Single(type => type.Name == "GlobalOptions"))!;
        var create = client.GetType("TransVox.Cli.CliApplication")!.GetMethod("CreateRoot", BindingFlags.Static | BindingFlags.NonPublic)!;
        return new ClientCommands(create.Invoke(null, [globals])!);
    }

    /// <summary>What is wrong with a command line of the documentation, or null: its commands and its options must be there, values may stand for any.</summary>
    public string? MistakeIn(IReadOnlyList<string> words)
    {
        var command = _root;
        var options = List(_root, "Options").ToList();
        var commands = 0;
        foreach (var word in words)
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                var name = word.Split('=')[0].TrimEnd(']', '.', '…');
                if (name != "--help" && !options.Any(option => NameOf(option) == name || ((IEnumerable)Get(option, "Aliases")).Cast<string>().Contains(name)))
                    return $"there is no {name}";
            }
            else if (List(command, "Subcommands").FirstOrDefault(candidate => NameOf(candidate) == word) is { } next)
            {
                command = next;
                commands++;
                options.AddRange(List(command, "Options"));
            }
        }

        return commands == 0 ? $"there is no command {words[0]}" : null;
    }

    private static string NameOf(object symbol) => (string)Get(symbol, "Name");

    private static IEnumerable<object> List(object symbol, string property) => ((IEnumerable)Get(symbol, property)).Cast<object>();

    private static object Get(object symbol, string property) => symbol.GetType().GetProperty(property)!.GetValue(symbol)!;
}
