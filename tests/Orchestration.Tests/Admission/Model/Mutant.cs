namespace TransVox.Orchestration.Tests.Admission.Model;

/// <summary>One edit of one source file.</summary>
internal sealed record Mutant(string Name, string File, string Find, string Replace);
