using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace DurableTask.Sqlite.Engine;

/// <summary>An entity's state: as an object while operations use it, as text between them and for the store.</summary>
internal sealed class EntityState(DataConverter converter) : TaskEntityState
{
    private object? _live;
    private string? _text;

    public override bool HasState => _live is not null || _text is not null;

    public override object? GetState(Type type)
    {
        if (_live is null || !type.IsInstanceOfType(_live))
        {
            _live = ToText() is { } text ? converter.Deserialize(text, type) : null;
        }

        return _live;
    }

    /// <summary>The state after an operation; null deletes the entity.</summary>
    public override void SetState(object? state) => (_live, _text) = (state, null);

    /// <summary>The state as text; what an operation did to the object since is in it.</summary>
    public string? ToText()
    {
        if (_live is not null)
        {
            _text = converter.Serialize(_live);
        }

        return _text;
    }

    public void SetText(string? text) => (_live, _text) = (null, text);
}
