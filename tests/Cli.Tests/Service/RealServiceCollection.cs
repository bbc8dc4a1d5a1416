namespace TransVox.Cli.Tests.Service;

[CollectionDefinition(Name)]
public sealed class RealServiceCollection : ICollectionFixture<RealService>
{
    public const string Name = "Real service";
}
