using System.Text.Json;

namespace TransVox.FakeTool;

/// <summary>How one stage behaves; read from the uploaded "video".</summary>
internal sealed class StagePlan
{
    public string Id { get; private set; } = "";

    public double MediaSeconds { get; private set; } = 10;

    public int? Cues { get; private set; }

    public double Seconds { get; private set; }

    public int Exit { get; private set; }

    /// <summary>For how many runs the misbehaviour lasts; null is for ever.</summary>
    public int? Times { get; private set; }

    public string? Message { get; private set; }

    public string? Code { get; private set; }

    public bool OutOfMemory { get; private set; }

    public bool Busy { get; private set; }

    public bool Hang { get; private set; }

    public bool IgnoreSignals { get; private set; }

    public bool Crash { get; private set; }

    public bool CrashHost { get; private set; }

    public bool Half { get; private set; }

    public bool NoOutput { get; private set; }

    public long Flood { get; private set; }

    public int Children { get; private set; }

    public int MemoryMb { get; private set; }

    /// <summary>Whether anything but waiting is asked for.</summary>
    public bool Misbehaves =>
        Exit != 0 || Code is not null || OutOfMemory || Busy || Hang || Crash || CrashHost || Half || NoOutput || Flood > 0;

    /// <summary>Reads the plan of a stage; null when the bytes are no plan.</summary>
    public static StagePlan? Read(byte[] bytes, string stage)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var plan = new StagePlan();
            plan.Take(document.RootElement);
            if (document.RootElement.TryGetProperty("stages", out var stages) && stages.TryGetProperty(stage, out var own))
            {
                plan.Take(own);
            }

            return plan;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Take(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            var value = property.Value;
            switch (property.Name)
            {
                case "id": Id = value.ToString(); break;
                case "mediaSeconds": MediaSeconds = value.GetDouble(); break;
                case "cues": Cues = value.GetInt32(); break;
                case "seconds": Seconds = value.GetDouble(); break;
                case "exit": Exit = value.GetInt32(); break;
                case "times": Times = value.GetInt32(); break;
                case "message": Message = value.GetString(); break;
                case "code": Code = value.GetString(); break;
                case "oom": OutOfMemory = value.GetBoolean(); break;
                case "busy": Busy = value.GetBoolean(); break;
                case "hang": Hang = value.GetBoolean(); break;
                case "ignoreSignals": IgnoreSignals = value.GetBoolean(); break;
                case "crash": Crash = value.GetBoolean(); break;
                case "crashHost": CrashHost = value.GetBoolean(); break;
                case "half": Half = value.GetBoolean(); break;
                case "noOutput": NoOutput = value.GetBoolean(); break;
                case "flood": Flood = value.GetInt64(); break;
                case "children": Children = value.GetInt32(); break;
                case "memoryMb": MemoryMb = value.GetInt32(); break;
                default: break;
            }
        }
    }
}
