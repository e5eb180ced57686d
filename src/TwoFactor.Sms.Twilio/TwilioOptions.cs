namespace TwoFactor.Sms.Twilio;

/// <summary>
/// The Twilio account and how it sends. Bind it to the configuration section <c>TwoFactor:Twilio</c>; it is validated
/// when the host starts.
/// </summary>
public sealed class TwilioOptions
{
    /// <summary>The account's SID: AC and 32 hexadecimal digits.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>
    /// The account's auth token. It signs receipts; it also authenticates requests unless there is an API key. Keep it
    /// in a secret store.
    /// </summary>
    public string? AuthToken { get; set; }

    /// <summary>
    /// Auth tokens whose signatures on receipts are accepted besides <see cref="AuthToken"/>: the new one, while Twilio
    /// still promotes it. Default: none.
    /// </summary>
    public IList<string> FurtherAuthTokens { get; set; } = [];

    /// <summary>
    /// The SID of an API key, SK and 32 hexadecimal digits, to authenticate requests with instead of the auth token;
    /// null for none.
    /// </summary>
    public string? ApiKeySid { get; set; }

    /// <summary>The secret of that API key.</summary>
    public string? ApiKeySecret { get; set; }

    /// <summary>
    /// The number or sender id that messages come from; set this or <see cref="MessagingServiceSid"/>.
    /// </summary>
    public string? From { get; set; }

    /// <summary>
    /// The messaging service that chooses the sender: MG and 32 hexadecimal digits; set this or <see cref="From"/>.
    /// </summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>
    /// The region that processes requests: <c>us1</c>, <c>ie1</c> or <c>au1</c>; null for Twilio's default. All but
    /// <c>us1</c> need <see cref="Edge"/>.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>
    /// The edge that requests enter at, e.g. <c>dublin</c> for <c>ie1</c> and <c>sydney</c> for <c>au1</c>; null for
    /// Twilio's default.
    /// </summary>
    public string? Edge { get; set; }

    /// <summary>Where the API is, instead of Twilio's own hosts: a mock. HTTPS, or loopback. Default: null.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>
    /// The public URL, without query, that receipts come to, as Twilio sees it; hand its requests to
    /// <see cref="IDeliveryReceiptService"/>. Signatures are checked against it. Default: null, no receipts.
    /// </summary>
    public Uri? ReceiptUrl { get; set; }

    /// <summary>Whether Twilio replaces characters outside the 7-bit alphabet by similar ones. Default: true.</summary>
    public bool SmartEncoded { get; set; } = true;

    /// <summary>
    /// Whether Twilio's own fraud protection looks at messages; null leaves it to the account's settings. Default:
    /// null.
    /// </summary>
    public bool? RiskCheck { get; set; }

    /// <summary>
    /// Whether Twilio is told which codes came back, to find routes that swallow messages. Default: true.
    /// </summary>
    public bool ProvideFeedback { get; set; } = true;

    /// <summary>Whether Twilio keeps no text of messages. The account must have it enabled. Default: false.</summary>
    public bool DiscardContent { get; set; }

    /// <summary>Whether Twilio keeps no full numbers. The account must have it enabled. Default: false.</summary>
    public bool ObfuscateAddress { get; set; }

    /// <summary>
    /// A content template to send instead of a text, HX and 32 hexadecimal digits; its variable 1 is the code. Default:
    /// null.
    /// </summary>
    public string? ContentSid { get; set; }

    /// <summary>
    /// The line types, as Twilio's Lookup names them, that a number is refused for before it gets its first code, e.g.
    /// <c>landline</c> or <c>nonFixedVoip</c>. Each asking is paid for; when Lookup cannot be asked the code is sent.
    /// Default: none, and Lookup is not asked.
    /// </summary>
    public IList<string> VetoedLineTypes { get; set; } = [];

    /// <summary>Where Lookup is. Default: Twilio's own host.</summary>
    public Uri LookupUrl { get; set; } = new("https://lookups.twilio.com");

    /// <summary>The Verify service for <c>AddTwilioVerify()</c>: VA and 32 hexadecimal digits. Default: null.</summary>
    public string? VerifyServiceSid { get; set; }

    /// <summary>Where Verify is. Default: Twilio's own host.</summary>
    public Uri VerifyUrl { get; set; } = new("https://verify.twilio.com");

    internal Uri ApiUrl =>
        BaseUrl
        ?? new Uri(
            (Empty(Edge), Empty(Region)) switch
            {
                (null, null) => "https://api.twilio.com",
                (null, _) => $"https://api.{Region}.twilio.com",
                (_, null) => $"https://api.{Edge}.us1.twilio.com",
                _ => $"https://api.{Edge}.{Region}.twilio.com",
            }
        );

    internal (string User, string Password) Credentials =>
        string.IsNullOrEmpty(ApiKeySid) ? (AccountSid, AuthToken ?? "") : (ApiKeySid, ApiKeySecret ?? "");

    // What a configuration file leaves empty is not set.
    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    internal IEnumerable<string> SigningTokens => FurtherAuthTokens.Prepend(AuthToken ?? "").Where(t => t.Length > 0);

    /// <summary>Shows the account, no secret.</summary>
    public override string ToString() => $"Twilio account {AccountSid} (secrets withheld)";
}
