using System.Security.Cryptography;

namespace TransVox.FunctionsHost;

/// <summary>Ids of invocations.</summary>
public static class Identifier
{
    public static string Next() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();
}
