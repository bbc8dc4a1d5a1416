using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DurableTask.Sqlite.Tests;

/// <summary>The program in the README, as it stands there.</summary>
public partial class ReadmeTests
{
    // What the SDK adds to a console program.
    private const string Usings = "global using System; global using System.IO; global using System.Threading; global using System.Threading.Tasks;";

    [Fact]
    public async Task The_program_in_the_readme_compiles_and_says_hello()
    {
        using var folder = new StoreFolder();
        var text = Program().Match(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"))).Groups[1].Value;
        Assert.Contains("\"greetings.db\"", text, StringComparison.Ordinal);
        using var image = new MemoryStream();
        var compilation = CSharpCompilation.Create(
            "Readme",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(text.Replace("greetings.db", folder.StorePath, StringComparison.Ordinal))],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        var main = new AssemblyLoadContext("readme", isCollectible: true).LoadFromStream(image).EntryPoint!;

        var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(TextWriter.Synchronized(output));
        try
        {
            await Task.Run(() => main.Invoke(null, [Array.Empty<string>()])).WaitAsync(RuntimeKit.Patience);
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Contains("Hello, world!", output.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
