using System.Text.Json.Serialization;
using Fido2NetLib;

namespace TwoFactor.WebAuthn;

/// <summary>Reads what browsers send back, without reflection.</summary>
[JsonSerializable(typeof(AuthenticatorAttestationRawResponse))]
[JsonSerializable(typeof(AuthenticatorAssertionRawResponse))]
internal sealed partial class AnswerJson : JsonSerializerContext;
