using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>Reads a body up to a limit. It never holds more, whatever the Content-Length says.</summary>
internal static class BoundedBody
{
    private const int ChunkBytes = 4 * 1024;

    /// <exception cref="BadHttpRequestException">
    /// Status 413: the body is longer than <paramref name="maxBytes"/>.
    /// </exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
            throw TooLong();

        using var buffer = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > maxBytes)
                throw TooLong();

            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static BadHttpRequestException TooLong() =>
        new("The body is too long.", StatusCodes.Status413PayloadTooLarge);
}
