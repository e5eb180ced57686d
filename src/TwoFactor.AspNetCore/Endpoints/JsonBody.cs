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
        using var buffer = new MemoryStream();
        var chunk = new byte[4 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
                throw new BadHttpRequestException("The body is too long.", StatusCodes.Status413PayloadTooLarge);

            buffer.Write(chunk, 0, read);
        }

        ReadOnlySpan<byte> json = buffer.Length == 0 ? "{}"u8 : buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The body is null.");
    }
}
