using System.Text.Json.Serialization;

namespace TwoFactor;

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TwoFactorAccount))]
[JsonSerializable(typeof(RequirementPolicy))]
internal sealed partial class AccountJson : JsonSerializerContext;
