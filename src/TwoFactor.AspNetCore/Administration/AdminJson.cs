using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwoFactor.AspNetCore;

/// <summary>The JSON types of the administrators' endpoints, with the same wire format as all others.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(TemporaryCodeBody))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(UsersAnswer))]
[JsonSerializable(typeof(UserDetailAnswer))]
[JsonSerializable(typeof(ResetAnswer))]
[JsonSerializable(typeof(TemporaryCodeAnswer))]
[JsonSerializable(typeof(PolicyAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(TwoFactorReport))]
internal sealed partial class AdminJson : JsonSerializerContext;
