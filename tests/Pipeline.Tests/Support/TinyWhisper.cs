using System.Text;

namespace TransVox.Pipeline.Tests.Support;

/// <summary>
/// Writes a ggml file that whisper.cpp loads and computes with: a model of the usual shape but as small as can be, with weights that are
/// chosen so that it says known words at known times, whatever it hears. Its layers add nothing; what it says next depends on how
/// much it has said.
/// </summary>
/// <param name="width">Numbers of a position, a multiple of 64. A real model's width and layers make one that takes that model's time and memory.</param>
/// <param name="encoderLayers">By them whisper.cpp knows the size: 4, 6, 12, 24, 32 for tiny to large.</param>
/// <param name="decoderLayers">Layers that choose the words.</param>
internal sealed class TinyWhisper(int width = 64, int encoderLayers = 4, int decoderLayers = 1)
{
    private const int Vocabulary = 51_865;
    private const int AudioContext = 1500;
    private const int TextContext = 448;
    private const int Mels = 80;
    private const int Frequencies = 201;
    private const int EndOfText = 50_257;
    private const int FirstLanguage = 50_259;
    private const int FirstTime = 50_364;

    // Position 0 follows the start, and tells the language; 1 and 2 are given; from 2 on the model speaks.
    private const int FirstSaid = 2;
    private static readonly string[] LanguageOrder = ["en", "zh", "de", "es"];
    // The blank must be there: whisper.cpp looks it up to forbid it as the first word.
    private readonly List<string> _words = [" "];
    private readonly List<int> _said = [];
    private string _language = "en";
    private float _logit = 40;

    /// <summary>Says a phrase from one second to another (multiples of 0.02 s) of every window of 30 s.</summary>
    public TinyWhisper Say(double start, double end, string phrase)
    {
        _said.Add(Time(start));
        _said.AddRange(phrase.Split(' ').Select(word => Token(" " + word)));
        _said.Add(Time(end));
        return this;
    }

    /// <summary>Takes what it hears for this language: en, zh, de or es.</summary>
    public TinyWhisper Speaks(string language)
    {
        _language = language;
        return this;
    }

    /// <summary>Lacks a word that whisper.cpp looks up without a look whether it is there: the program aborts at its first word.</summary>
    public TinyWhisper Crash()
    {
        _words.Clear();
        return this;
    }

    /// <summary>Is so sure of its words that an exponential overflows: whisper.cpp has no number for whether anybody speaks.</summary>
    public TinyWhisper Overflow()
    {
        _logit = 160;
        return this;
    }

    public void Write(string path)
    {
        using var file = new BinaryWriter(File.Create(path));
        file.Write(0x67676d6c);
        foreach (var number in new[] { Vocabulary, AudioContext, width, width / 64, encoderLayers, TextContext, width, width / 64, decoderLayers, Mels, 1 })
        {
            file.Write(number);
        }

        file.Write(Mels);
        file.Write(Frequencies);
        file.Write(new byte[Mels * Frequencies * 4]);
        file.Write(_words.Count);
        foreach (var bytes in _words.Select(Encoding.UTF8.GetBytes))
        {
            file.Write(bytes.Length);
            file.Write(bytes);
        }

        Zeros(file, "encoder.positional_embedding", 4, width, AudioContext);
        Zeros(file, "encoder.conv1.weight", 2, 3, Mels, width);
        Zeros(file, "encoder.conv1.bias", 4, 1, width);
        Zeros(file, "encoder.conv2.weight", 2, 3, width, width);
        Zeros(file, "encoder.conv2.bias", 4, 1, width);
        Norm(file, "encoder.ln_post");
        for (var i = 0; i < encoderLayers; i++)
        {
            Block(file, $"encoder.blocks.{i}", cross: false);
        }

        Positions(file);
        Tokens(file);
        Header(file, "decoder.ln.weight", 4, width);
        // A normalized direction is as long as the root of the width.
        Floats(file, Enumerable.Repeat(_logit / MathF.Sqrt(width), width));
        Zeros(file, "decoder.ln.bias", 4, width);
        for (var i = 0; i < decoderLayers; i++)
        {
            Block(file, $"decoder.blocks.{i}", cross: true);
        }
    }

    private static int Time(double seconds) => FirstTime + (int)Math.Round(seconds / 0.02);

    private void Block(BinaryWriter file, string name, bool cross)
    {
        Zeros(file, name + ".mlp_ln.weight", 4, width);
        Zeros(file, name + ".mlp_ln.bias", 4, width);
        Zeros(file, name + ".mlp.0.weight", 2, width, 4 * width);
        Zeros(file, name + ".mlp.0.bias", 4, 4 * width);
        Zeros(file, name + ".mlp.2.weight", 2, 4 * width, width);
        Zeros(file, name + ".mlp.2.bias", 4, width);
        foreach (var attention in cross ? ["attn", "cross_attn"] : new[] { "attn" })
        {
            Norm(file, $"{name}.{attention}_ln");
            Zeros(file, $"{name}.{attention}.query.weight", 2, width, width);
            Zeros(file, $"{name}.{attention}.query.bias", 4, width);
            Zeros(file, $"{name}.{attention}.key.weight", 2, width, width);
            Zeros(file, $"{name}.{attention}.value.weight", 2, width, width);
            Zeros(file, $"{name}.{attention}.value.bias", 4, width);
            Zeros(file, $"{name}.{attention}.out.weight", 2, width, width);
            Zeros(file, $"{name}.{attention}.out.bias", 4, width);
        }
    }

    private void Norm(BinaryWriter file, string name)
    {
        Zeros(file, name + ".weight", 4, width);
        Zeros(file, name + ".bias", 4, width);
    }

    private static void Zeros(BinaryWriter file, string name, int bytes, params int[] shape)
    {
        Header(file, name, bytes, shape);
        file.Write(new byte[shape.Aggregate(bytes, (a, b) => a * b)]);
    }

    private static void Header(BinaryWriter file, string name, int bytes, params int[] shape)
    {
        file.Write(shape.Length);
        file.Write(Encoding.ASCII.GetByteCount(name));
        file.Write(bytes == 2 ? 1 : 0);
        foreach (var size in shape)
        {
            file.Write(size);
        }

        file.Write(Encoding.ASCII.GetBytes(name));
    }

    private static void Floats(BinaryWriter file, IEnumerable<float> numbers)
    {
        foreach (var number in numbers)
        {
            file.Write(number);
        }
    }

    private int Token(string word)
    {
        var known = _words.IndexOf(word);
        if (known >= 0)
        {
            return known;
        }

        _words.Add(word);
        return _words.Count - 1;
    }

    /// <summary>Every position looks into a direction of its own; those behind the last word into that of the end.</summary>
    private void Positions(BinaryWriter file)
    {
        if (FirstSaid + _said.Count >= width)
        {
            throw new InvalidOperationException("The model is too narrow to say so much.");
        }

        Header(file, "decoder.positional_embedding", 4, width, TextContext);
        for (var position = 0; position < TextContext; position++)
        {
            var direction = position < FirstSaid + _said.Count ? position : width - 1;
            Floats(file, Enumerable.Range(0, width).Select(i => i == direction ? 100f : 0));
        }
    }

    /// <summary>A token looks into the directions of the positions where it is said.</summary>
    private void Tokens(BinaryWriter file)
    {
        var directions = _said.Select((token, i) => (token, Direction: FirstSaid + i))
            .Append((EndOfText, width - 1))
            .Append((FirstLanguage + Array.IndexOf(LanguageOrder, _language), 0))
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        Header(file, "decoder.token_embedding.weight", 2, width, Vocabulary);
        for (var token = 0; token < Vocabulary; token++)
        {
            var row = new Half[width];
            foreach (var direction in directions[token])
            {
                row[direction] = (Half)1;
            }

            foreach (var number in row)
            {
                file.Write(number);
            }
        }
    }
}
