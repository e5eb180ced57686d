using System.Text.Json.Serialization;

namespace TwoFactor;

// Default values are not written. So a member whose default value is meaningful (a status, a purpose, a flag) must not
// be required.
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(TwoFactorAccount))]
internal sealed partial class AccountJson : JsonSerializerContext;
