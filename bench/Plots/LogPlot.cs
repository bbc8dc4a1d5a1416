using System.Globalization;
using System.Net;
using System.Text;

namespace TransVox.Bench.Plots;

/// <summary>Lines over two logarithmic axes, as an SVG of a few kilobytes.</summary>
internal sealed class LogPlot(string title, string x, string y)
{
    private const int Width = 720;
    private const int Height = 420;
    private const int Left = 76;
    private const int Right = 130;
    private const int Top = 40;
    private const int Bottom = 52;
    private static readonly string[] Colours = ["#0b62a4", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#475569", "#a16207"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _lines = [];

    /// <summary>Adds a line through points of positive coordinates.</summary>
    public void Add(string name, IReadOnlyList<(double X, double Y)> points) => _lines.Add((name, points));

    /// <summary>Writes the file; a folder that is missing is made.</summary>
    public void Save(string path)
    {
        var (x0, x1) = Decades(point => point.X);
        var (y0, y1) = Decades(point => point.Y);
        double AtX(double value) => Left + ((Math.Log10(value) - x0) / (x1 - x0) * (Width - Left - Right));
        double AtY(double value) => Height - Bottom - ((Math.Log10(value) - y0) / (y1 - y0) * (Height - Top - Bottom));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" fill="#1f2937">""").Append('\n');
        svg.Append(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{Height}" fill="#fff"/>""").Append('\n');
        Text(svg, Left, 22, title, "start", "font-weight=\"bold\"");
        Text(svg, (Left + Width - Right) / 2.0, Height - 14, x, "middle");
        Text(svg, 0, 0, y, "middle", string.Create(CultureInfo.InvariantCulture, $"transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\""));
        for (var decade = (int)x0; decade <= x1; decade++)
        {
            Line(svg, AtX(Math.Pow(10, decade)), Top, AtX(Math.Pow(10, decade)), Height - Bottom);
            Text(svg, AtX(Math.Pow(10, decade)), Height - Bottom + 18, Tick(decade), "middle");
        }

        for (var decade = (int)y0; decade <= y1; decade++)
        {
            Line(svg, Left, AtY(Math.Pow(10, decade)), Width - Right, AtY(Math.Pow(10, decade)));
            Text(svg, Left - 6, AtY(Math.Pow(10, decade)) + 4, Tick(decade), "end");
        }

        for (var n = 0; n < _lines.Count; n++)
        {
            var colour = Colours[n % Colours.Length];
            var points = string.Join(' ', _lines[n].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{AtX(point.X):0.#},{AtY(point.Y):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>""").Append('\n');
            Text(svg, Width - Right + 10, Top + 14 + (18 * n), _lines[n].Name, "start", $"style=\"fill:{colour}\"");
        }

        svg.Append("</svg>\n");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, svg.ToString());
    }

    /// <summary>The powers of ten around all values.</summary>
    private (double From, double To) Decades(Func<(double X, double Y), double> coordinate)
    {
        var values = _lines.SelectMany(line => line.Points).Select(coordinate).ToList();
        var from = Math.Floor(Math.Log10(values.Min()));
        return (from, Math.Max(from + 1, Math.Ceiling(Math.Log10(values.Max()))));
    }

    private static string Tick(int decade) => decade is >= -3 and <= 5 ? Math.Pow(10, decade).ToString("#,##0.###", CultureInfo.InvariantCulture) : $"1e{decade}";

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" stroke="#d1d5db"/>""").Append('\n');

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string more = "") =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}" {more}>{WebUtility.HtmlEncode(text)}</text>""").Append('\n');
}
