using Addresses = System.Collections.Generic.Dictionary<
    string,
    System.Collections.Generic.IReadOnlyDictionary<string, string>
>;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>Reads what the library can take over of a user's second factor in Identity. It writes nothing.</summary>
internal sealed class OldFactorReader(IEnrollmentService enrollment, IAdministrationService administration)
{
    private const string NothingToMove =
        "There is no authenticator key, and no confirmed phone or e-mail address that codes may be sent to. "
        + "Register AddSms() or AddEmail() to take over those.";

    /// <summary>What keeps the user from moving in; null if nothing does.</summary>
    public async Task<string?> FindProblemAsync<TUser>(
        IUserStore<TUser> store,
        TUser user,
        string userId,
        OldFactor old
    )
        where TUser : class
    {
        var (import, problem) = await ReadAsync(store, user, userId, old).ConfigureAwait(false);
        return import is null ? problem : administration.FindProblem(import);
    }

    /// <summary>What would be taken over; or what is wrong with it. It repeats no secret.</summary>
    public async Task<(FactorImport? Value, string? Problem)> ReadAsync<TUser>(
        IUserStore<TUser> store,
        TUser user,
        string userId,
        OldFactor old
    )
        where TUser : class
    {
        var phone = await IdentityUserStore.FindPhoneAsync(store, user).ConfigureAwait(false);
        if (old.Key is { } key)
        {
            // Identity's keys have 160 bits. Its codes use SHA-1, 6 digits and 30 seconds.
            var read = OtpAuthUri.Parse($"otpauth://totp/account?secret={Uri.EscapeDataString(key)}");

            // Beside an app, the mailbox would be one more way in. Who reads it can often reset the password too.
            return read.Value is { } uri
                ? (Import(userId, old, uri, Taken(userId, (SentCodes.Sms, "phoneNumber", phone))), null)
                : (null, $"The authenticator key cannot be read: {read.Error}");
        }

        var email = await IdentityUserStore.FindEmailAsync(store, user).ConfigureAwait(false);
        var addresses = Taken(userId, (SentCodes.Sms, "phoneNumber", phone), (SentCodes.Email, "address", email));
        return addresses.Count > 0 ? (Import(userId, old, null, addresses), null) : (null, NothingToMove);
    }

    // Of the methods that are registered, those that accept the address.
    private Addresses Taken(string userId, params ReadOnlySpan<(string Method, string Input, string? Value)> found)
    {
        var registered = enrollment.GetMethods().Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        var taken = new Addresses(StringComparer.Ordinal);
        foreach (var (method, input, value) in found)
        {
            if (value is null || !registered.Contains(method))
                continue;

            var inputs = new Dictionary<string, string>(StringComparer.Ordinal) { [input] = value };
            var alone = new Addresses(StringComparer.Ordinal) { [method] = inputs };
            if (administration.FindProblem(Import(userId, new OldFactor(), null, alone)) is null)
                taken[method] = inputs;
        }

        return taken;
    }

    private static FactorImport Import(string userId, OldFactor old, OtpAuthUri? uri, Addresses addresses) =>
        new()
        {
            UserId = userId,
            Uri = uri,
            RecoveryCodes = old.RecoveryCodes,
            Addresses = addresses,
            OnlyIfNew = true,
            Actor = IdentityBridge.Actor,
        };
}
