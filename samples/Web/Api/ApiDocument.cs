using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WebSample.Api;

/// <summary>
/// What the OpenAPI document says in addition to the endpoints: how requests are authenticated, and that answers bring
/// new tokens.
/// </summary>
internal static class ApiDocument
{
    private static readonly HashSet<string> s_withTokens = new(StringComparer.Ordinal)
    {
        "VerifiedAnswer",
        "ConfirmationAnswer",
        "RecoveryCodesAnswer",
    };

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "TwoFactor sample",
                    Version = "v1",
                    Description =
                        "Sign in with a password, pass the second factor, manage it. A change ends all other "
                        + "sessions; its answer brings new tokens for this one.",
                };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                };
                document.Components.SecuritySchemes["ticket"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = "X-TwoFactor-Ticket",
                };
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var metadata = context.Description.ActionDescriptor.EndpointMetadata;
                var isTicket =
                    context.Description.RelativePath?.StartsWith("two-factor/sign-in", StringComparison.Ordinal)
                    == true;
                if (isTicket || (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any()))
                    operation.Security =
                    [
                        new()
                        {
                            [new OpenApiSecuritySchemeReference(isTicket ? "ticket" : "bearer", context.Document)] = [],
                        },
                    ];

                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                if (!s_withTokens.Contains(context.JsonTypeInfo.Type.Name))
                    return Task.CompletedTask;

                schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
                schema.Properties["tokenType"] = new OpenApiSchema { Type = JsonSchemaType.String };
                schema.Properties["accessToken"] = new OpenApiSchema { Type = JsonSchemaType.String };
                schema.Properties["expiresIn"] = new OpenApiSchema { Type = JsonSchemaType.Integer };
                schema.Properties["refreshToken"] = new OpenApiSchema { Type = JsonSchemaType.String };
                return Task.CompletedTask;
            }
        );
    }
}
