namespace TwoFactor.Sms.Twilio;

/// <summary>
/// The Twilio account, and how it sends. Bind it to the configuration section <c>TwoFactor:Twilio</c>. It is validated
/// when the host starts.
/// </summary>
public sealed class TwilioOptions
{
    /// <summary>The account's SID: AC and 32 hexadecimal digits.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>
    /// The account's auth token. It signs receipts. It also authenticates requests, unless an API key is set. Default:
    /// null. Keep it in a secret store.
    /// </summary>
    public string? AuthToken { get; set; }

    /// <summary>
    /// Further auth tokens whose signatures on receipts are accepted, e.g. the secondary token during a rotation.
    /// Default: none.
    /// </summary>
    public IList<string> FurtherAuthTokens { get; set; } = [];

    /// <summary>
    /// The SID of an API key, SK and 32 hexadecimal digits. It then authenticates requests in place of the auth token.
    /// Default: null.
    /// </summary>
    public string? ApiKeySid { get; set; }

    /// <summary>The secret of that API key. Default: null. Keep it in a secret store.</summary>
    public string? ApiKeySecret { get; set; }

    /// <summary>
    /// The sender: a number in E.164, a short code or an alphanumeric sender id. Set this or
    /// <see cref="MessagingServiceSid"/>. Default: null.
    /// </summary>
    public string? From { get; set; }

    /// <summary>
    /// The messaging service that chooses the sender: MG and 32 hexadecimal digits. Set this or <see cref="From"/>.
    /// Default: null.
    /// </summary>
    public string? MessagingServiceSid { get; set; }

    /// <summary>
    /// The Twilio region that processes requests: <c>us1</c>, <c>ie1</c> or <c>au1</c>. All but <c>us1</c> also need
    /// <see cref="Edge"/>. Default: null, Twilio's default.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>
    /// The Twilio edge location that receives requests, e.g. <c>dublin</c> for <c>ie1</c> and <c>sydney</c> for
    /// <c>au1</c>. Default: null, Twilio's default.
    /// </summary>
    public string? Edge { get; set; }

    /// <summary>
    /// The base URL of the API if it is not Twilio's, e.g. of a mock. HTTPS; plain HTTP for loopback only. Default:
    /// null.
    /// </summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>
    /// The public URL for receipts, as Twilio calls it, without a query. Pass its requests to
    /// <see cref="IDeliveryReceiptService"/>. Signatures are checked against this URL. Default: null, no receipts.
    /// </summary>
    public Uri? ReceiptUrl { get; set; }

    /// <summary>
    /// Whether Twilio replaces characters outside the 7-bit alphabet with similar ones. Default: true.
    /// </summary>
    public bool SmartEncoded { get; set; } = true;

    /// <summary>
    /// Whether Twilio's own fraud protection checks messages. Default: null, which leaves it to the account's settings.
    /// </summary>
    public bool? RiskCheck { get; set; }

    /// <summary>
    /// Whether Twilio is told which codes were used, so it can find routes that do not deliver. Default: true.
    /// </summary>
    public bool ProvideFeedback { get; set; } = true;

    /// <summary>
    /// Whether Twilio discards the text of messages. The account must have the feature. Default: false.
    /// </summary>
    public bool DiscardContent { get; set; }

    /// <summary>
    /// Whether Twilio obfuscates phone numbers in its records. The account must have the feature. Default: false.
    /// </summary>
    public bool ObfuscateAddress { get; set; }

    /// <summary>
    /// A content template to send in place of a text: HX and 32 hexadecimal digits. Its variable 1 is the code.
    /// Default: null.
    /// </summary>
    public string? ContentSid { get; set; }

    /// <summary>
    /// The line types for which a number is refused before it gets its first code, as Twilio Lookup names them, e.g.
    /// <c>landline</c> or <c>nonFixedVoip</c>. Each lookup costs money. If Lookup fails, the code is sent. Default:
    /// none, and Lookup is not used.
    /// </summary>
    public IList<string> VetoedLineTypes { get; set; } = [];

    /// <summary>The base URL of Twilio Lookup. Default: Twilio's own.</summary>
    public Uri LookupUrl { get; set; } = new("https://lookups.twilio.com");

    /// <summary>The Verify service for <c>AddTwilioVerify()</c>: VA and 32 hexadecimal digits. Default: null.</summary>
    public string? VerifyServiceSid { get; set; }

    /// <summary>
    /// How codes of <c>AddTwilioVerify()</c> may come. The first is used where an enrolment names none; its input
    /// <c>channel</c> names another one (<c>sms</c>, <c>call</c>, <c>whatsapp</c>). A factor keeps its channel.
    /// Default: text messages only, also where the list is empty.
    /// </summary>
    public IList<TwilioVerifyChannel> VerifyChannels { get; set; } = [];

    /// <summary>The base URL of Twilio Verify. Default: Twilio's own.</summary>
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

    // An empty value in a configuration file means "not set".
    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    internal IEnumerable<string> SigningTokens => FurtherAuthTokens.Prepend(AuthToken ?? "").Where(t => t.Length > 0);

    /// <summary>Shows the account SID, and no secret.</summary>
    public override string ToString() => $"Twilio account {AccountSid} (secrets withheld)";
}
