using Microsoft.ML.OnnxRuntime;

namespace TransVox.Pipeline.Recognition;

/// <summary>
/// Silero's voice activity model: for every 32 ms the probability that somebody speaks. It remembers what came before, so sound is
/// given in order. Not for several threads.
/// </summary>
internal sealed class SileroModel : IDisposable
{
    /// <summary>Samples of one step, at 16 kHz.</summary>
    public const int Step = 512;

    private const int Context = 64;
    private static readonly long[] SampleRate = [16_000];
    private readonly float[] _samples = new float[Context + Step];
    private readonly float[] _state = new float[2 * 128];
    private readonly float[] _nextState = new float[2 * 128];
    private readonly float[] _probability = new float[1];
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue[] _values;

    // Names and values are handed over once: an hour is 112,500 steps, and each would leave garbage.
    private readonly OrtIoBinding _binding;

    /// <exception cref="OnnxRuntimeException">Not a model, or not this one.</exception>
    public SileroModel(string path)
    {
        // One thread: the model is so small that more of them only wait for each other.
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(path, options);
        _binding = _session.CreateIoBinding();
        _values =
        [
            Bind(_binding.BindInput, "input", _samples, 1, _samples.Length),
            Bind(_binding.BindInput, "state", _state, 2, 1, 128),
            Bind(_binding.BindInput, "sr", SampleRate),
            Bind(_binding.BindOutput, "output", _probability, 1, 1),
            Bind(_binding.BindOutput, "stateN", _nextState, 2, 1, 128),
        ];
    }

    /// <summary>Probability 0 to 1 for the next <see cref="Step"/> samples; what is missing is silence.</summary>
    public float Next(ReadOnlySpan<short> samples)
    {
        _samples.AsSpan(Step, Context).CopyTo(_samples);
        for (var i = 0; i < Step; i++)
        {
            _samples[Context + i] = i < samples.Length ? samples[i] / 32768f : 0;
        }

        _session.RunWithBinding(_run, _binding);
        _nextState.CopyTo(_state, 0);
        return _probability[0];
    }

    public void Dispose()
    {
        _binding.Dispose();
        foreach (var value in _values)
        {
            value.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
    }

    private static OrtValue Bind<T>(Action<string, OrtValue> bind, string name, T[] memory, params long[] shape)
        where T : unmanaged
    {
        var value = OrtValue.CreateTensorValueFromMemory(memory, shape);
        bind(name, value);
        return value;
    }
}
