using System.Text.Json.Serialization;

namespace TwoFactor.AspNetCore.Identity;

[JsonSerializable(typeof(OldFactor))]
internal sealed partial class OldFactorJson : JsonSerializerContext;
