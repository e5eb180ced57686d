namespace TwoFactor;

/// <summary>Makes the factors of an import, with all the randomness that they need.</summary>
internal sealed class ImportDrafts(FactorMethodRegistry methods, RecoveryCodeMethod recoveryCodes)
{
    private const int MaxNameLength = 64;

    /// <summary>
    /// The command; or a sentence that says what cannot be taken over. It repeats nothing of the import.
    /// </summary>
    public string? Make(FactorImport import, DateTimeOffset now, out ImportCommand? command)
    {
        command = null;
        var factors = new List<Factor>();
        if (import.Uri is { } uri)
            factors.Add(
                Draft(FactorMethodNames.Totp, NameOf(uri), TotpState.Create(uri.Parameters, uri.Secret.Span), now) with
                {
                    IsWeak = uri.IsWeak,
                }
            );

        foreach (var (name, input) in import.Addresses)
        {
            if (methods.Find(name) is not IFactorSender { } sender || !methods.CanEnroll((IFactorMethod)sender))
                return $"There is no method '{name}' that sends codes.";

            var draft = ((IFactorMethod)sender).Begin(
                new()
                {
                    UserId = import.UserId,
                    AccountName = import.UserId,
                    Input = input,
                    Now = now,
                }
            );
            if (draft.IsRefused)
                return draft.Refusal ?? $"The method '{name}' does not take the address.";

            factors.Add(Draft(name, name, draft.State, now) with { Destination = draft.Destination });
        }

        if (factors.Count == 0)
            return "There is no factor to take over.";

        if (ReadCodes(import.RecoveryCodes) is not { } codes)
            return $"A recovery code has {ForeignCodeSet.MinLength} to {ForeignCodeSet.MaxLength} letters and digits, "
                + $"and there are at most {FactorImport.MaxRecoveryCodes}.";

        command = new ImportCommand
        {
            UserId = import.UserId,
            Factors = factors,
            RecoveryCodes = codes.Count == 0 ? null : Backup(codes, now),
            OnlyIfNew = import.OnlyIfNew,
            Actor = import.Actor,
        };
        return null;
    }

    private static List<string>? ReadCodes(IReadOnlyList<string> given)
    {
        var codes = new List<string>(given.Count);
        foreach (var text in given)
        {
            if (!ForeignCodeSet.TryNormalize(text, out var code))
                return null;

            if (!codes.Contains(code))
                codes.Add(code);
        }

        return codes.Count > FactorImport.MaxRecoveryCodes ? null : codes;
    }

    private Factor Backup(List<string> codes, DateTimeOffset now) =>
        Draft(FactorMethodNames.RecoveryCode, FactorMethodNames.RecoveryCode, recoveryCodes.Import(codes), now) with
        {
            IsBackup = true,
            UsesLeft = codes.Count,
        };

    private static Factor Draft(string method, string name, byte[] state, DateTimeOffset now) =>
        new()
        {
            Id = RandomId.Create(),
            Method = method,
            Name = name,
            Status = FactorStatus.Active,
            IsImported = true,
            CreatedAt = now,
            State = state,
        };

    private static string NameOf(OtpAuthUri uri) =>
        PlainText.Shorten(uri.Issuer, MaxNameLength) is { Length: > 0 } name ? name : FactorMethodNames.Totp;
}
