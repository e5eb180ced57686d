namespace TwoFactor.Email;

/// <summary>How codes are sent by e-mail: what the message says, how many, and through which gateways.</summary>
public sealed class EmailOptions
{
    /// <summary>The digits of a code. Default: 6; 6 to 8 (NIST SP 800-63B-4 §3.1.3.2).</summary>
    public int CodeDigits { get; set; } = 6;

    /// <summary>
    /// The language of messages to users whose own is not known or has no template. Default: <c>en</c>.
    /// </summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>
    /// Whether the subject contains the code. Default: false, because subjects are shown on locked screens and are
    /// logged by mail servers.
    /// </summary>
    public bool CodeInSubject { get; set; }

    /// <summary>
    /// The address of your page "It was not me", e.g. <c>https://example.com/not-me</c>; absolute, https, without a
    /// fragment. If it is set, each message with the code of a sign-in, a step-up or a change has a link to it, with
    /// the query parameter <c>reference</c>. The page gives that to <see cref="INotMeService"/> when its button was
    /// pressed. Default: null, no link.
    /// </summary>
    public Uri? NotMeUri { get; set; }

    /// <summary>How many messages may be sent, to whom.</summary>
    public EmailLimitOptions Limits { get; set; } = new();

    /// <summary>Timeout, circuit breaker and failover of gateways.</summary>
    public EmailDeliveryOptions Delivery { get; set; } = new();

    internal IEnumerable<string> Problems()
    {
        if (CodeDigits is < OutOfBandMethod.MinCodeDigits or > OutOfBandMethod.MaxCodeDigits)
            yield return $"TwoFactor:Email:CodeDigits is {CodeDigits}. Set it to {OutOfBandMethod.MinCodeDigits} to "
                + $"{OutOfBandMethod.MaxCodeDigits} (NIST SP 800-63B-4 §3.1.3.2).";

        if (string.IsNullOrWhiteSpace(DefaultLanguage))
            yield return "TwoFactor:Email:DefaultLanguage is empty. Set it to a language that has a template, e.g. en.";

        if (NotMeUri is { } page && !(page.IsAbsoluteUri && page.Scheme == Uri.UriSchemeHttps && page.Fragment == ""))
            yield return $"TwoFactor:Email:NotMeUri is {page}. Set it to the whole address of your page, with https and "
                + "without a fragment, e.g. https://example.com/not-me.";

        foreach (var problem in Limits.Problems().Concat(Delivery.Problems()))
            yield return problem;
    }
}
