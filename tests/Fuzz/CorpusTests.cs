using TransVox.TestKit;
using Xunit;

namespace TransVox.Fuzz;

/// <summary>
/// What fuzzing found worth keeping is read anew by every run of the tests: no input makes a fault, takes long or needs much memory.
/// </summary>
public sealed class CorpusTests
{
    private const long MostBytes = 256L << 20;
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "tests", "Fuzz", "Corpus");

    // Many times what any input takes, so that a busy machine is no fault.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Targets() => [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_reads_all_of_its_corpus(string name)
    {
        var target = FuzzTarget.Find(name);
        var files = Directory.GetFiles(Path.Combine(Folder, name)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var input = await File.ReadAllBytesAsync(file);
            var (fault, bytes) = await Task.Run(() => Read(target, input)).WaitAsync(Limit);
            Assert.True(fault is null, $"{Path.GetFileName(file)}: {fault}");
            Assert.True(bytes < MostBytes, $"{Path.GetFileName(file)} took {bytes >> 20} MB.");
        }
    }

    [Fact]
    public void A_corpus_belongs_to_a_target_and_is_small()
    {
        Assert.Equal(FuzzTarget.All.Select(target => target.Name).Order(StringComparer.Ordinal), Directory.GetDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(file => new FileInfo(file)).ToList();
        Assert.All(files, file => Assert.InRange(file.Length, 0, FuzzTarget.MaxInput));
        Assert.InRange(files.Sum(file => file.Length), 1, 512 << 10);
    }

    [Fact]
    public void A_fault_is_told()
    {
        var broken = new FuzzTarget("broken", input => Claim.That(input.Length == 0, "there is nothing"));

        Assert.Contains("there is nothing", Read(broken, [1]).Fault, StringComparison.Ordinal);
        Assert.Null(Read(broken, []).Fault);
    }

    private static (string? Fault, long Bytes) Read(FuzzTarget target, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
            return (null, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        catch (Exception e)
        {
            return (e.ToString(), 0);
        }
    }
}
