using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary>
/// The OpenAPI document as a judge: an answer has a documented status, the properties that are required, and none that
/// is not documented.
/// </summary>
internal sealed class ApiContract(JsonObject document)
{
    public JsonObject Document => document;

    public void Check(string method, string path, int status, JsonNode? body)
    {
        var operation = Find(method, path.Split('?')[0]);
        var response = operation["responses"]![$"{status}"];
        Assert.True(response is not null, $"{method} {path} answered {status}, which is not documented.");
        var content = response["content"]?.AsObject();
        if (content is null || content.Count == 0)
            return;

        Match(content.First().Value!["schema"]!, body, $"{method} {path} {status}");
    }

    private JsonObject Find(string method, string path)
    {
        var parts = path.Split('/');
        foreach (var (template, operations) in document["paths"]!.AsObject())
        {
            var names = template.Split('/');
            if (
                names.Length == parts.Length
                && names.Zip(parts).All(p => p.First == p.Second || p.First.StartsWith('{'))
                && operations![method.ToLowerInvariant()] is JsonObject operation
            )
                return operation;
        }

        throw new InvalidOperationException($"{method} {path} is not documented.");
    }

    private void Match(JsonNode schema, JsonNode? value, string where)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            Match(document["components"]!["schemas"]![reference.Split('/')[^1]]!, value, where);
            return;
        }

        if (value is JsonArray items && schema["items"] is { } each)
        {
            foreach (var item in items)
                Match(each, item, where);
        }

        if (value is not JsonObject body || schema["properties"] is not JsonObject properties)
            return;

        Assert.True(
            schema["required"] is not JsonArray required || required.All(r => body.ContainsKey(r!.GetValue<string>())),
            $"{where}: something required is missing in {body.ToJsonString()}."
        );
        foreach (var (name, inner) in body)
        {
            Assert.True(
                properties.ContainsKey(name) || schema["additionalProperties"] is not null,
                $"{where}: {name} is not documented."
            );
            Match(properties[name] ?? new JsonObject(), inner, $"{where} {name}");
        }
    }
}
