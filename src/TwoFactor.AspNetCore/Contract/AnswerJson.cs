using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwoFactor.AspNetCore;

/// <summary>The wire format: camelCase, without nulls. It does not depend on the host's own JSON options.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)]
)]
[JsonSerializable(typeof(EnrollBody))]
[JsonSerializable(typeof(CodeBody))]
[JsonSerializable(typeof(NameBody))]
[JsonSerializable(typeof(ChallengeBody))]
[JsonSerializable(typeof(StepUpBody))]
[JsonSerializable(typeof(VerifyBody))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(EnrollmentAnswer))]
[JsonSerializable(typeof(ResendAnswer))]
[JsonSerializable(typeof(ConfirmationAnswer))]
[JsonSerializable(typeof(FactorAnswer))]
[JsonSerializable(typeof(RecoveryCodesAnswer))]
[JsonSerializable(typeof(IReadOnlyList<DeviceAnswer>))]
[JsonSerializable(typeof(SignInAnswer))]
[JsonSerializable(typeof(ChallengeAnswer))]
[JsonSerializable(typeof(VerifiedAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
