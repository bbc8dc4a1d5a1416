using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using TransVox.Api.Options;
using TransVox.LocalHost;
using TransVox.Orchestration.Configuration;

namespace TransVox.Api.Tests.Support;

/// <summary>Tables of all keys of <c>transvox.json</c>: names, defaults, ranges and meanings, from the classes of the options and their summaries.</summary>
internal static partial class OptionTables
{
    private static readonly Dictionary<Type, XDocument> Documents = [];

    /// <summary>A page with its tables as they should be: each stands below a comment that names its section.</summary>
    public static string Into(string page) => Table().Replace(page, match =>
        match.Groups[1].Value + "\n| Key | Default | Allowed | Meaning |\n|---|---|---|---|\n"
        + string.Concat(Rows().Where(row => IsOf(row.Key, match.Groups[2].Value)).Select(row => $"| `{row.Key}` | {row.Default} | {row.Allowed} | {row.Meaning} |\n")));

    /// <summary>All keys.</summary>
    public static IReadOnlyList<Row> Rows() =>
    [
        .. RowsOf(new TransVoxOptions(), ""),
        .. RowsOf(new ApiOptions(), ApiOptions.Section + ":"),
        .. RowsOf(new LocalHostOptions(), LocalHostOptions.Section + ":"),
    ];

    // The comment "others" stands for what no other comment names.
    private static bool IsOf(string key, string section) => section switch
    {
        "api" or "local_host" => key.StartsWith(section + ":", StringComparison.Ordinal),
        _ => !key.StartsWith("api:", StringComparison.Ordinal) && !key.StartsWith("local_host:", StringComparison.Ordinal),
    };

    private static IEnumerable<Row> RowsOf(object section, string prefix)
    {
        foreach (var property in section.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var key = prefix + KeyOf(property);
            var value = property.GetValue(section);
            var type = property.PropertyType;
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            {
                foreach (var row in RowsOf(Activator.CreateInstance(type.GenericTypeArguments[1])!, $"{key}:{(key.EndsWith("users", StringComparison.Ordinal) ? "{id}" : "{name}")}:"))
                    yield return row;
            }
            else if (type.IsClass && type.Namespace!.StartsWith("TransVox", StringComparison.Ordinal))
            {
                foreach (var row in RowsOf(value!, key + ":"))
                    yield return row;
            }
            else
            {
                yield return new Row(key, Shown(value), Allowed(property, key), Meaning(property));
            }
        }
    }

    private static string KeyOf(MemberInfo property) =>
        property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name.ToLowerInvariant();

    private static string Shown(object? value) => value switch
    {
        null => "–",
        bool flag => flag ? "true" : "false",
        string text => $"`{text}`",
        Enum name => $"`{name.ToString().ToLowerInvariant()}`",
        IEnumerable list => list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>()) : "–",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Allowed(PropertyInfo property, string key)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            var unit = OptionRanges.UnitOf(key) switch { "seconds" => " s", "hours" => " h", var other => other.Length == 0 ? "" : " " + other };
            return range.Maximum is int.MaxValue ? $"{range.Minimum} or more" : FormattableString.Invariant($"{range.Minimum}–{range.Maximum}{unit}");
        }

        return property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(property.PropertyType).Select(name => $"`{name.ToLowerInvariant()}`")) : "";
    }

    private static string Meaning(PropertyInfo property)
    {
        var type = property.DeclaringType!;
        if (!Documents.TryGetValue(type, out var document))
            Documents[type] = document = XDocument.Load(Path.Combine(AppContext.BaseDirectory, type.Assembly.GetName().Name + ".xml"));
        var summary = document.Descendants("member").FirstOrDefault(member => member.Attribute("name")?.Value == $"P:{type.FullName}.{property.Name}")?.Element("summary");
        var text = summary is null ? "" : Space().Replace(string.Concat(summary.Nodes().Select(node => Markdown(node, type))), " ").Trim();
        return text.TrimEnd('.').Length == 0 ? "" : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
    }

    private static string Markdown(XNode node, Type type) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "b" } bold => $"**{bold.Value}**",
        XElement { Name.LocalName: "a" } link => $"[{link.Value}]({link.Attribute("href")!.Value})",
        XElement { Name.LocalName: "see" } reference => $"`{KeyOf(Member(reference, type))}`",
        _ => throw new InvalidOperationException($"A summary of {type.Name} has {node}."),
    };

    private static PropertyInfo Member(XElement reference, Type type)
    {
        var name = reference.Attribute("cref")!.Value[2..];
        return type.Assembly.GetType(name[..name.LastIndexOf('.')])!.GetProperty(name[(name.LastIndexOf('.') + 1)..])!;
    }

    [GeneratedRegex(@"(<!-- keys: (\w+) -->\n)(?:\n?\|[^\n]*\n)*")]
    private static partial Regex Table();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>A key.</summary>
    internal sealed record Row(string Key, string Default, string Allowed, string Meaning);
}
