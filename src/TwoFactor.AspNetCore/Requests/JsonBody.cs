using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Reads a body of the contract; an empty one counts as <c>{}</c>. Properties that the contract does not know are
/// passed over.
/// </summary>
internal static class JsonBody
{
    private const int MaxBytes = 16 * 1024;

    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await BoundedBody.ReadAsync(context, MaxBytes).ConfigureAwait(false);
        return JsonSerializer.Deserialize(body.IsEmpty ? "{}"u8 : body.Span, type)
            ?? throw new JsonException("The body is null.");
    }
}
