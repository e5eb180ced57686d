using System.Security.Cryptography;

namespace TwoFactor.Sms;

/// <summary>Sends nothing: writes each message to the standard error stream, for development.</summary>
internal sealed class ConsoleSmsGateway : ISmsGateway
{
    public string Name => "console";

    public async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        await Console
            .Error.WriteLineAsync($"SMS to {message.To}: {message.Body}".AsMemory(), cancellationToken)
            .ConfigureAwait(false);
        return SmsResult.Accepted(RandomNumberGenerator.GetHexString(32, lowercase: true));
    }
}
