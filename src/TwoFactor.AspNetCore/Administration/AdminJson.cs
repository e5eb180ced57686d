using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwoFactor.AspNetCore;

/// <summary>The wire format of what administrators send and get: the same as of all else.</summary>
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
