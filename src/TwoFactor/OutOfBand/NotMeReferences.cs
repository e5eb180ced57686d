using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace TwoFactor;

internal sealed class NotMeReferences(IAccountProtector protector, IOptions<TwoFactorOptions> options)
    : INotMeReferences
{
    private const char Separator = '\n';

    private readonly SealedReferences _references = new(protector, "Not me", options.Value.Tenant);

    public string? Create(FactorSend send)
    {
        ArgumentNullException.ThrowIfNull(send);
        if (send.Purpose == ChallengePurpose.Enrollment)
            return null;

        var until = send.ExpiresAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
        return _references.Seal($"{until}{Separator}{send.ChallengeId}{Separator}{send.UserId}");
    }

    /// <summary>Whose challenge it is; false for what is no reference, and for one that has expired.</summary>
    public bool TryOpen(
        string reference,
        DateTimeOffset now,
        [NotNullWhen(true)] out string? userId,
        [NotNullWhen(true)] out string? challengeId
    )
    {
        (userId, challengeId) = (null, null);
        if (!_references.TryOpen(reference, out var text))
            return false;

        var parts = text.Split(Separator, 3);
        if (long.Parse(parts[0], CultureInfo.InvariantCulture) <= now.UtcTicks)
            return false;

        (challengeId, userId) = (parts[1], parts[2]);
        return true;
    }
}
