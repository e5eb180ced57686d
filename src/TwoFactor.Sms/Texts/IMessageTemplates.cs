namespace TwoFactor.Sms;

/// <summary>The texts of messages. Replace the built-in ones with <c>AddSms().UseTemplates&lt;T&gt;()</c>.</summary>
public interface IMessageTemplates
{
    /// <summary>The languages that have templates, as BCP 47 tags.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>
    /// The text for a language and a purpose, with the placeholders <c>{code}</c> and <c>{app}</c> (the issuer). The
    /// complete message should fit one segment; a text that does not is reported when the app starts. The origin-bound
    /// line is added after it, see <see cref="SmsOptions.Host"/>.
    /// </summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="purpose">What the code is for.</param>
    string Find(string language, ChallengePurpose purpose);
}
