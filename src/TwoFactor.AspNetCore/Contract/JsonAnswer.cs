using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>An answer in JSON with its length, so that one write sends its head and its body.</summary>
internal sealed class JsonAnswer : IResult, IStatusCodeHttpResult
{
    private const string Json = "application/json; charset=utf-8";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _status;
    private readonly string _contentType;

    private JsonAnswer(byte[] body, int status, string contentType)
    {
        _body = body;
        _status = status;
        _contentType = contentType;
    }

    public int? StatusCode => _status;

    /// <summary>The library's data, and the tokens from the host's scheme, in one object.</summary>
    public static IResult Of<T>(
        T answer,
        JsonTypeInfo<T> type,
        JsonObject? tokens = null,
        int status = StatusCodes.Status200OK,
        string contentType = Json
    )
    {
        if (tokens is null)
            return new JsonAnswer(JsonSerializer.SerializeToUtf8Bytes(answer, type), status, contentType);

        var body = JsonSerializer.SerializeToNode(answer, type)!.AsObject();
        foreach (var (name, value) in tokens)
            body.TryAdd(name, value?.DeepClone());

        return Of(body, status);
    }

    /// <summary>204, or 200 with the tokens only.</summary>
    public static IResult Empty(JsonObject? tokens) =>
        tokens is null ? Results.NoContent() : Of(tokens, StatusCodes.Status200OK);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = _contentType;
        response.ContentLength = _body.Length;

        // Nobody reads it if the client has gone, and that is no error.
        await response.Body.WriteAsync(_body, CancellationToken.None).ConfigureAwait(false);
    }

    private static JsonAnswer Of(JsonObject body, int status) =>
        new(Encoding.UTF8.GetBytes(body.ToJsonString()), status, Json);
}
