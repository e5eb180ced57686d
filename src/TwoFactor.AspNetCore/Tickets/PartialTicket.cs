using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace TwoFactor.AspNetCore;

/// <summary>
/// What is kept between the password and the code: the waiting sign-in, and what it is bound to. No authentication
/// scheme reads it, so it authenticates nobody.
/// </summary>
internal sealed class PartialTicket
{
    private const string Prefix = ".two-factor.";

    public required string UserId { get; init; }

    public required SignInDecision Decision { get; init; }

    /// <summary>For an enrolment: whether only a method that resists phishing completes the sign-in.</summary>
    public bool MustResist { get; init; }

    /// <summary>For an enrolment: when this sign-in passed another second factor; null if the user had none.</summary>
    public DateTimeOffset? SecondFactorAt { get; init; }

    public required int Epoch { get; init; }

    public string? ChallengeId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required string Scheme { get; init; }

    public required ClaimsPrincipal Principal { get; init; }

    public AuthenticationProperties? Properties { get; init; }

    /// <summary>Whether the ticket is in a cookie; otherwise it is in a header.</summary>
    public required bool IsCookie { get; init; }

    public byte[] Serialize()
    {
        var items = new Dictionary<string, string?>(
            Properties?.Items ?? new Dictionary<string, string?>(StringComparer.Ordinal),
            StringComparer.Ordinal
        )
        {
            [Prefix + "user"] = UserId,
            [Prefix + "decision"] = ((int)Decision).ToString(CultureInfo.InvariantCulture),
            [Prefix + "epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
            [Prefix + "challenge"] = ChallengeId ?? "",
            [Prefix + "expires"] = ExpiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            [Prefix + "resist"] = MustResist ? "1" : "0",
            [Prefix + "second"] = SecondFactorAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "",
            [Prefix + "cookie"] = IsCookie ? "1" : "0",
        };
        return TicketSerializer.Default.Serialize(
            new AuthenticationTicket(Principal, new AuthenticationProperties(items), Scheme)
        );
    }

    public static PartialTicket? Deserialize(byte[] bytes)
    {
        if (TicketSerializer.Default.Deserialize(bytes) is not { } ticket)
            return null;

        var items = ticket.Properties.Items;
        string Take(string name) => items.Remove(Prefix + name, out var value) ? value ?? "" : "";
        var challenge = Take("challenge");
        var second = Take("second");
        return new PartialTicket
        {
            UserId = Take("user"),
            Decision = (SignInDecision)int.Parse(Take("decision"), CultureInfo.InvariantCulture),
            Epoch = int.Parse(Take("epoch"), CultureInfo.InvariantCulture),
            ChallengeId = challenge.Length == 0 ? null : challenge,
            ExpiresAt = new DateTimeOffset(long.Parse(Take("expires"), CultureInfo.InvariantCulture), TimeSpan.Zero),
            MustResist = Take("resist") is "1",
            SecondFactorAt =
                second.Length == 0
                    ? null
                    : new DateTimeOffset(long.Parse(second, CultureInfo.InvariantCulture), TimeSpan.Zero),
            IsCookie = Take("cookie") is "1",
            Scheme = ticket.AuthenticationScheme,
            Principal = ticket.Principal,
            Properties = ticket.Properties,
        };
    }

    public override string ToString() => "a partial ticket (content withheld)";
}
