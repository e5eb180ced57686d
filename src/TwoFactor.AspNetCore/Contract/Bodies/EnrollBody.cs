using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwoFactor.AspNetCore;

internal sealed record EnrollBody(
    string? Method = null,
    string? Name = null,
    string? ReplacesFactorId = null,
    Dictionary<string, string>? Input = null,
    string? AdministratorCode = null
)
{
    /// <summary>The method's input values may also be members of the body itself.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Further { get; set; }

    /// <summary>The user's input, under the names that the method defines.</summary>
    public Dictionary<string, string> ToInput()
    {
        var input = new Dictionary<string, string>(Input ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in Further ?? [])
        {
            // Member names ignore case, as in the rest of the body.
            if (value.ValueKind == JsonValueKind.String)
                input[JsonNamingPolicy.CamelCase.ConvertName(name)] = Text(value);
        }

        return input;
    }

    // A lone surrogate is bad input, as in the other members.
    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text holds half of a surrogate pair.", e);
        }
    }

    public override string ToString() => "an enrolment (input withheld)";
}
