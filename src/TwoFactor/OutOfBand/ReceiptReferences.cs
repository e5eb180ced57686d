using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace TwoFactor;

internal sealed class ReceiptReferences(IAccountProtector protector, IOptions<TwoFactorOptions> options)
    : IReceiptReferences
{
    private const char Separator = '\n';

    private readonly SealedReferences _references = new(protector, "Receipt reference", options.Value.Tenant);

    public string Create(FactorSend send)
    {
        ArgumentNullException.ThrowIfNull(send);
        return _references.Seal($"{send.ChallengeId}{Separator}{send.UserId}");
    }

    public bool TryOpen(
        string reference,
        [NotNullWhen(true)] out string? userId,
        [NotNullWhen(true)] out string? challengeId
    )
    {
        (userId, challengeId) = (null, null);
        if (!_references.TryOpen(reference, out var text))
            return false;

        var parts = text.Split(Separator, 2);
        (challengeId, userId) = (parts[0], parts[1]);
        return true;
    }
}
