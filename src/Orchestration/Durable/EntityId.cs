namespace TransVox.Orchestration.Durable;

/// <summary>Identity of a durable entity: its type's name (lower case, as Durable Task keeps it) and a key.</summary>
public readonly record struct EntityId
{
    public EntityId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        Name = name.ToLowerInvariant();
        Key = key;
    }

    /// <summary>Name of the entity's type, lower case.</summary>
    public string Name { get; }

    /// <summary>Key, case-sensitive.</summary>
    public string Key { get; }

    /// <summary>The form Durable Task uses: <c>@name@key</c>.</summary>
    public override string ToString() => $"@{Name}@{Key}";
}
