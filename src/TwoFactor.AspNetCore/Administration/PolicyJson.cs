using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>The policy in JSON, with the same words as in the console.</summary>
internal static class PolicyJson
{
    private static readonly TimeSpan s_exemptionLifetime = TimeSpan.FromDays(365);

    public static IResult Describe(
        HttpContext context,
        RequirementPolicy policy,
        IReadOnlyList<string>? warnings = null
    )
    {
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Version}\"");
        return JsonAnswer.Of(
            new PolicyAnswer(
                policy.Version,
                Names.Of(policy.Requirement),
                policy.Roles,
                policy.Groups,
                [.. policy.Exemptions.Select(e => new ExemptionAnswer(e.Provider, e.Actor, e.Reason, e.ExpiresAt))],
                [.. policy.Clients.Select(Names.Of)],
                DurationText.Format(policy.Grace),
                policy.GraceEndsAt,
                policy.PhishingResistantRoles is { Count: > 0 } roles ? roles : null,
                policy.UpdatedAt,
                policy.UpdatedBy,
                warnings is { Count: > 0 } ? warnings : null
            ),
            AdminJson.Default.PolicyAnswer
        );
    }

    /// <summary>
    /// Whether an If-Match header matches a version: <c>*</c>, or a list of ETags (RFC 9110 §13.1.1). Weak ETags match
    /// too, because some proxies weaken them.
    /// </summary>
    public static bool Matches(string header, long version)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
        return header.Split(',', StringSplitOptions.TrimEntries).Any(t => t is "*" || t == own || t == $"W/{own}");
    }

    public static (PolicyChange? Change, string? Problem) ToChange(
        PolicyBody body,
        RequirementPolicy current,
        string actor,
        DateTimeOffset now
    )
    {
        if (Names.ToRequirement(body.Require) is not { } requirement)
            return (null, "require is one of: none, all, roles, groups, off.");

        var clients = (body.Clients ?? []).Select(Names.ToClient).ToList();
        if (clients.Exists(c => c is null))
            return (null, "clients are of: web, desktop, mobile.");

        var grace = body.Grace is null ? TimeSpan.Zero : DurationText.Parse(body.Grace);
        if (grace is null)
            return (null, "grace is a number and s, m, h or d, e.g. 7d.");

        if (body.Reason?.Length > ResetRequest.MaxReasonLength)
            return (
                null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A reason has at most {ResetRequest.MaxReasonLength} characters."
                )
            );

        if (
            (body.ExemptIdentityProviders ?? []).Any(e => e is null)
            || (body.Roles ?? [])
                .Concat(body.Groups ?? [])
                .Concat(body.PhishingResistantRoles ?? [])
                .Any(n => n is null)
        )
            return (null, "A list has an empty element.");

        var change = new PolicyChange
        {
            Requirement = requirement,
            Roles = body.Roles ?? [],
            Groups = body.Groups ?? [],
            PhishingResistantRoles = body.PhishingResistantRoles ?? [],
            Exemptions =
            [
                .. (body.ExemptIdentityProviders ?? []).Select(e => ToExemption(e, current, body.Reason, actor, now)),
            ],
            Clients = [.. clients.Select(c => c!.Value)],
            Grace = grace.Value,
            GraceEndsAt = body.GraceEndsAt,
            Actor = actor,
            Reason = body.Reason,
            ExpectedVersion = current.Version,
        };
        return (change, null);
    }

    // An exemption that did not change keeps its original actor.
    private static IdentityProviderExemption ToExemption(
        ExemptionBody body,
        RequirementPolicy current,
        string? reason,
        string actor,
        DateTimeOffset now
    )
    {
        var kept = current.Exemptions.FirstOrDefault(e =>
            e.Provider.Equals(body.Provider?.Trim(), StringComparison.OrdinalIgnoreCase)
            && (body.Reason is null || e.Reason == body.Reason)
            && (body.ExpiresAt is null || e.ExpiresAt == body.ExpiresAt)
            && e.ExpiresAt > now
        );
        return kept
            ?? new IdentityProviderExemption
            {
                Provider = body.Provider ?? "",
                Actor = actor,
                Reason = body.Reason ?? reason ?? "",
                ExpiresAt = body.ExpiresAt ?? now + s_exemptionLifetime,
            };
    }
}
