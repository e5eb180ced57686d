using System.Text.Json.Serialization;

namespace TwoFactor;

// Defaults are left out: a member whose default is a real value (a status, a purpose, a flag) must not be required.
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(TwoFactorAccount))]
internal sealed partial class AccountJson : JsonSerializerContext;
