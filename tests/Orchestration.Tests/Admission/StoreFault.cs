namespace TransVox.Orchestration.Tests.Admission;

internal enum StoreFault
{
    None,

    /// <summary>The call fails and did nothing.</summary>
    Before,

    /// <summary>The write happens, its answer is lost.</summary>
    After,
}
