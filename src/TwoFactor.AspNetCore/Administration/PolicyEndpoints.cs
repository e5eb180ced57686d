using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace TwoFactor.AspNetCore;

/// <summary>The endpoints for the policy on who needs a second factor.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group
            .MapGet("/policy", PolicyAsync)
            .Describe("TwoFactorPolicy", "The policy in force; the ETag is its version.")
            .Answers<PolicyAnswer>(200);
        group
            .MapPut("/policy", SetPolicyAsync)
            .Describe("TwoFactorSetPolicy", "Puts a new policy in force, if If-Match names the version in force.")
            .Takes<PolicyBody>()
            .Answers<PolicyAnswer>(200)
            .Refuses(400, 412, 428, 429);
    }

    private static async Task<IResult> PolicyAsync(HttpContext context, IPolicyService policies)
    {
        var policy = await policies.GetAsync(context.RequestAborted).ConfigureAwait(false);
        return PolicyJson.Describe(context, policy);
    }

    private static async Task<IResult> SetPolicyAsync(
        HttpContext context,
        IPolicyService policies,
        PolicyNames names,
        UserFacts facts,
        TimeProvider clock,
        [FromHeader(Name = "If-Match")] string? ifMatch
    )
    {
        if (string.IsNullOrEmpty(ifMatch))
            return Problems.Of(
                StatusCodes.Status428PreconditionRequired,
                "precondition_required",
                "Send If-Match with the ETag of the policy that you saw."
            );

        var body = await JsonBody.ReadAsync(context, AdminJson.Default.PolicyBody).ConfigureAwait(false);
        var current = await policies.GetAsync(context.RequestAborted).ConfigureAwait(false);
        if (!PolicyJson.Matches(ifMatch, current.Version))
            return Problems.Of(
                StatusCodes.Status412PreconditionFailed,
                TwoFactorOutcome.Conflict.ToCode(),
                "The policy is at another version. Read it again."
            );

        var (change, problem) = PolicyJson.ToChange(
            body,
            current,
            AdminEndpoints.Actor(context, facts),
            clock.GetUtcNow()
        );
        if (change is null)
            return Problems.Of(TwoFactorOutcome.InvalidInput, message: problem);

        var result = await policies.SetAsync(change, context.RequestAborted).ConfigureAwait(false);
        return result.Outcome switch
        {
            TwoFactorOutcome.Accepted => PolicyJson.Describe(
                context,
                result.Policy,
                await names.WarnAsync(result.Policy, context.RequestAborted).ConfigureAwait(false)
            ),
            TwoFactorOutcome.Conflict => Problems.Of(
                StatusCodes.Status412PreconditionFailed,
                TwoFactorOutcome.Conflict.ToCode(),
                "The policy is at another version. Read it again.",
                result.Message
            ),
            _ => Problems.Of(result.Outcome, message: result.Message),
        };
    }
}
