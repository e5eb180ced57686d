using System.Text.Json;
using System.Text.Json.Serialization;

namespace TwoFactor.AspNetCore.Identity;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MigrationReport))]
internal sealed partial class MigrationJson : JsonSerializerContext;
