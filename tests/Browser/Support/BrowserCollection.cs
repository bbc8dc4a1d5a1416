using Xunit;

namespace TransVox.Browser.Support;

/// <summary>The tests wait most of the time, so two halves of them run at once, each with services of its own.</summary>
public static class BrowserCollection
{
    public const string First = "first half";
    public const string Second = "second half";
}

[CollectionDefinition(BrowserCollection.First)]
public sealed class FirstHalf : ICollectionFixture<BrowserFixture>;

[CollectionDefinition(BrowserCollection.Second)]
public sealed class SecondHalf : ICollectionFixture<BrowserFixture>;
