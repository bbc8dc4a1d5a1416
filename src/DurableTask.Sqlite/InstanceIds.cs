using System.Security.Cryptography;

namespace DurableTask.Sqlite;

/// <summary>Ids for instances whose creator names none.</summary>
internal static class InstanceIds
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
