using System.Globalization;
using System.Text.Json.Nodes;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// Writes values in the contract's JSON format: no nulls, times in ISO 8601 UTC, durations in whole seconds.
/// </summary>
internal static class JsonValues
{
    public static void Put(this JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
            json[name] = value;
    }

    public static void Put(this JsonObject json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
            json[name] = Time(at);
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Rounds up, so that after this wait the real one has passed.</summary>
    public static JsonNode? Seconds(TimeSpan? duration) =>
        duration is { } d ? (long)Math.Ceiling(d.TotalSeconds) : null;

    public static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(v => (JsonNode)v)];

    public static JsonObject Factor(FactorInfo factor)
    {
        var json = new JsonObject
        {
            ["factorId"] = factor.FactorId,
            ["method"] = factor.Method,
            ["name"] = factor.Name,
            ["status"] = Name(factor.Status),
            ["createdAt"] = Time(factor.CreatedAt),
        };
        json.Put("lastUsedAt", factor.LastUsedAt);
        json.Put("destination", factor.Destination);
        if (factor.IsImported)
            json["imported"] = true;

        if (factor.IsWeak)
            json["weak"] = true;

        return json;
    }

    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
