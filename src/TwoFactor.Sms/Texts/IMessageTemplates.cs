namespace TwoFactor.Sms;

/// <summary>The texts of messages. Replace the built-in ones with <c>AddSms().UseTemplates&lt;T&gt;()</c>.</summary>
public interface IMessageTemplates
{
    /// <summary>The languages that there are templates for, as BCP 47 tags.</summary>
    IReadOnlyCollection<string> Languages { get; }

    /// <summary>
    /// The text for a language and a purpose, with <c>{code}</c> and <c>{app}</c> where code and issuer go. It is one
    /// segment when it is sent; those that are not are reported when the app starts. The origin-bound line is added to
    /// it, see <see cref="SmsOptions.Host"/>.
    /// </summary>
    /// <param name="language">A tag of <see cref="Languages"/>.</param>
    /// <param name="purpose">What the code is for.</param>
    string Find(string language, ChallengePurpose purpose);
}
