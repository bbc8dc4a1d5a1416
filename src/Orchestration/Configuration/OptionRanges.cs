using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace TransVox.Orchestration.Configuration;

/// <summary>Checks numbers of options against the <see cref="RangeAttribute"/> of their properties, in sections and maps of sections.</summary>
internal static class OptionRanges
{
    /// <summary>Adds a message with key, value and what is allowed for each number that is out of range.</summary>
    /// <param name="section">The options.</param>
    /// <param name="prefix">What their keys begin with.</param>
    /// <param name="errors">Where to.</param>
    public static void Check(object section, string prefix, List<string> errors)
    {
        foreach (var property in section.GetType().GetProperties().Where(property => property.GetCustomAttribute<ConfigurationKeyNameAttribute>() is not null))
        {
            var key = prefix + property.GetCustomAttribute<ConfigurationKeyNameAttribute>()!.Name;
            var value = property.GetValue(section);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range)
                Check(range, key, value, errors);
            else if (value is IDictionary map)
                foreach (DictionaryEntry entry in map)
                    Check(entry.Value!, $"{key}:{entry.Key}:", errors);
            else if (value is not null && property.PropertyType.Namespace == typeof(OptionRanges).Namespace && property.PropertyType.IsClass)
                Check(value, key + ":", errors);
        }
    }

    /// <summary>The unit in which a key counts, as its name says; empty where it is a number of things.</summary>
    public static string UnitOf(string key) => key[(key.LastIndexOf('_') + 1)..] switch
    {
        "timeout" => "seconds",
        "seconds" or "minutes" or "hours" or "days" => key[(key.LastIndexOf('_') + 1)..],
        _ => "",
    };

    private static void Check(RangeAttribute range, string key, object? value, List<string> errors)
    {
        if (value is null || Number(value) is var number && number >= Number(range.Minimum) && number <= Number(range.Maximum))
            return;
        errors.Add(FormattableString.Invariant($"'{key}' is {value}; allowed is {range.Minimum} to {range.Maximum} {UnitOf(key)}").TrimEnd() + ".");
    }

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
