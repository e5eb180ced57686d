using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// An answer that merges the library's data and the tokens from the host's scheme into one JSON object.
/// </summary>
internal sealed class JsonAnswer : IResult
{
    private readonly JsonObject _body;
    private readonly int _status;

    private JsonAnswer(JsonObject body, int status)
    {
        _body = body;
        _status = status;
    }

    public static IResult Of<T>(
        T answer,
        JsonTypeInfo<T> type,
        JsonObject? tokens = null,
        int status = StatusCodes.Status200OK
    )
    {
        if (tokens is null)
            return Results.Json(answer, type, statusCode: status);

        var body = JsonSerializer.SerializeToNode(answer, type)!.AsObject();
        foreach (var (name, value) in tokens)
            body.TryAdd(name, value?.DeepClone());

        return new JsonAnswer(body, status);
    }

    /// <summary>204, or 200 with the tokens only.</summary>
    public static IResult Empty(JsonObject? tokens) =>
        tokens is null ? Results.NoContent() : new JsonAnswer(tokens.DeepClone().AsObject(), StatusCodes.Status200OK);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = _status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        return httpContext.Response.WriteAsync(_body.ToJsonString(), httpContext.RequestAborted);
    }
}
