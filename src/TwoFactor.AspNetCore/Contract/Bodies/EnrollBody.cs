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
    /// <summary>What a method asks for may also stand in the body itself.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Further { get; set; }

    /// <summary>What the user typed, by the method's own names.</summary>
    public Dictionary<string, string> ToInput()
    {
        var input = new Dictionary<string, string>(Input ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in Further ?? [])
        {
            // Names of the body are read in any case, and so are these.
            if (value.ValueKind == JsonValueKind.String)
                input[JsonNamingPolicy.CamelCase.ConvertName(name)] = Text(value);
        }

        return input;
    }

    // Half of a surrogate pair is bad input, as it is in the body's own members.
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
