using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary>Job ids on the command line.</summary>
internal static class JobArgument
{
    public static Argument<string> One() => new("JOB") { Description = "Id of the job." };

    public static Argument<string[]> Many() => new("JOB") { Description = "Ids of the jobs.", Arity = ArgumentArity.OneOrMore };
}
