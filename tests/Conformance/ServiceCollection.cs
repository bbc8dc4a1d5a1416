namespace TransVox.Conformance;

/// <summary>Tests that share the service; one after the other, because they set its limits.</summary>
[CollectionDefinition(Name)]
public sealed class ServiceCollection : ICollectionFixture<ServiceFixture>
{
    public const string Name = "service";
}
