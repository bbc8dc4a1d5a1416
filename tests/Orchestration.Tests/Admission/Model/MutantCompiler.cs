using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DurableTask.Entities;
using TransVox.Orchestration.Admission.Slots;
using TransVox.TestKit;

namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>
/// Compiles the semaphores' sources, with or without an edit, to an assembly of their own. Inputs and answers stay the production
/// types; states meet the checks as JSON.
/// </summary>
internal static class MutantCompiler
{
    private static readonly string[] Patterns = ["Gpu*.cs", "UserSlot*.cs", "UserTicket*.cs", "UserLease.cs", "Tombstones*.cs", "VirtualArrival.cs", "Tickets.cs"];
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    // What the SDK would add: the sources rely on it.
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading; global using System.Threading.Tasks; " +
        "global using TransVox.Contract; global using ErrorCodes = TransVox.Contract.ErrorCodes;";

    // Each mutant differs from it in one file: what it has read of the referenced assemblies need not be read again.
    private static readonly Lazy<CSharpCompilation> Unchanged = new(() => CSharpCompilation.Create(
        "Slots",
        Sources().Append(CSharpSyntaxTree.ParseText(Usings, Parsing)),
        References(),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Annotations)));

    /// <summary>The entities with a mutant's edit; null compiles them as they are.</summary>
    public static SlotSystem Compile(Mutant? mutant)
    {
        var compilation = mutant is null ? Unchanged.Value : Edit(Unchanged.Value, mutant);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException($"{mutant?.Name}: {string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error))}");
        image.Position = 0;
        var assembly = new AssemblyLoadContext(mutant?.Name, isCollectible: true).LoadFromStream(image);
        var shares = Entity(assembly, nameof(GpuSharesEntity));
        return new SlotSystem(Entity(assembly, nameof(UserSlotsEntity)), Entity(assembly, nameof(GpuSlotsEntity)), () => shares(TimeProvider.System));
    }

    private static IEnumerable<SyntaxTree> Sources()
    {
        var folder = Path.Combine(RepositoryPaths.Root, "src", "Orchestration", "Admission", "Slots");
        return Patterns.SelectMany(p => Directory.EnumerateFiles(folder, p)).Distinct().Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), Parsing, Path.GetFileName(f)));
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));

    private static CSharpCompilation Edit(CSharpCompilation unchanged, Mutant mutant)
    {
        var tree = unchanged.SyntaxTrees.Single(t => t.FilePath == mutant.File);
        var source = tree.ToString();
        var at = source.IndexOf(mutant.Find, StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException($"Mutant '{mutant.Name}' does not find its place in {mutant.File}: bring it up to date.");
        source = string.Concat(source.AsSpan(0, at), mutant.Replace, source.AsSpan(at + mutant.Find.Length));
        return unchanged.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(source, Parsing, mutant.File));
    }

    private static Func<TimeProvider, ITaskEntity> Entity(Assembly assembly, string name)
    {
        var type = assembly.GetType($"TransVox.Orchestration.Admission.Slots.{name}", throwOnError: true)!;
        return type.GetConstructor([]) is null ? time => (ITaskEntity)Activator.CreateInstance(type, time)! : _ => (ITaskEntity)Activator.CreateInstance(type)!;
    }
}
