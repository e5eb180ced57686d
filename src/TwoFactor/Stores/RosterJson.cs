using System.Text.Json.Serialization;

namespace TwoFactor;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RosterPage))]
[JsonSerializable(typeof(RosterRoot))]
internal sealed partial class RosterJson : JsonSerializerContext;
