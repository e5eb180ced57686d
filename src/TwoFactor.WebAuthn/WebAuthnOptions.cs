namespace TwoFactor.WebAuthn;

/// <summary>
/// The relying party, and what it requires of authenticators. Bind it to the section <c>TwoFactor:WebAuthn</c>.
/// </summary>
public sealed class WebAuthnOptions
{
    /// <summary>
    /// The relying party's id (WebAuthn Level 3 §5.1.2): the domain that keys are bound to, e.g. <c>example.com</c>. It
    /// must be set. Never change it: keys that were enrolled under another id no longer work. It is never taken from a
    /// request.
    /// </summary>
    public string RelyingPartyId { get; set; } = "";

    /// <summary>
    /// The name that authenticators show. Default: null, which means <see cref="TwoFactorOptions.Issuer"/>.
    /// </summary>
    public string? RelyingPartyName { get; set; }

    /// <summary>
    /// The origins that answers may come from, exactly as browsers write them, e.g. <c>https://app.example.com</c>. At
    /// least one is required. An Android app has the origin <c>android:apk-key-hash:…</c>.
    /// </summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>
    /// Whether the authenticator verifies the user. Default: <see cref="WebAuthnUserVerification.Preferred"/>.
    /// </summary>
    public WebAuthnUserVerification UserVerification { get; set; }

    /// <summary>Which authenticators users may enrol. Default: <see cref="WebAuthnAttachment.Any"/>.</summary>
    public WebAuthnAttachment Attachment { get; set; }

    /// <summary>
    /// Whether users may enrol passkeys that are synced between their devices (backup eligible, WebAuthn Level 3
    /// §6.1.3). Default: true. A synced passkey is as safe as the user's account at the provider that syncs it.
    /// </summary>
    public bool AllowSynced { get; set; } = true;

    /// <summary>How long the browser waits for the user. Default: 5 minutes; 10 seconds to 10 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    internal IEnumerable<string> Problems()
    {
        var isHost = Uri.CheckHostName(RelyingPartyId) == UriHostNameType.Dns && !RelyingPartyId.EndsWith('.');
        if (!isHost || RelyingPartyId.Any(char.IsAsciiLetterUpper))
            yield return $"TwoFactor:WebAuthn:RelyingPartyId is '{RelyingPartyId}'. Set it to a domain in lower case, "
                + "without scheme or port, e.g. example.com.";

        if (Origins.Count == 0)
            yield return "TwoFactor:WebAuthn:Origins is empty. Name the origins of your pages, e.g. "
                + "https://app.example.com.";

        for (var i = 0; i < Origins.Count; i++)
        {
            if (!IsOrigin(Origins[i]))
                yield return $"TwoFactor:WebAuthn:Origins:{i} is '{Origins[i]}'. Set it to an origin as "
                    + "browsers write it: "
                    + $"https, a host that is {RelyingPartyId} or ends in .{RelyingPartyId}, no path and no "
                    + "slash at the end. http is for localhost alone.";
        }

        if (!Enum.IsDefined(UserVerification))
            yield return $"TwoFactor:WebAuthn:UserVerification is {UserVerification}. Set it to Preferred, Required or "
                + "Discouraged.";

        if (!Enum.IsDefined(Attachment))
            yield return $"TwoFactor:WebAuthn:Attachment is {Attachment}. Set it to Any, Platform or CrossPlatform.";

        if (Timeout < TimeSpan.FromSeconds(10) || Timeout > TimeSpan.FromMinutes(10))
            yield return $"TwoFactor:WebAuthn:Timeout is {Timeout}. Set it to 10 seconds to 10 minutes.";
    }

    // The rule that browsers apply (WebAuthn Level 3 §5.1.3 step 8), and the form of an origin (RFC 6454 §6.2).
    private bool IsOrigin(string origin)
    {
        if (origin.StartsWith("android:apk-key-hash:", StringComparison.Ordinal))
            return true;

        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
            return false;

        var isOfParty = uri.Host == RelyingPartyId || uri.Host.EndsWith("." + RelyingPartyId, StringComparison.Ordinal);
        return isOfParty
            && uri.UserInfo.Length == 0
            && (uri.Scheme == "https" || uri is { Scheme: "http", Host: "localhost" });
    }
}
