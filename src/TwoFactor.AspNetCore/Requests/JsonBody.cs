using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Reads a JSON body of the contract. An empty body counts as <c>{}</c>. Unknown properties are ignored.
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
