using System.Text.Json.Serialization;

namespace TwoFactor;

// Defaults are left out, as in accounts.
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(RequirementPolicy))]
internal sealed partial class PolicyRecordJson : JsonSerializerContext;
