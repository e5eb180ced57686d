namespace TwoFactor.Tests;

/// <summary>The options of the core and those of SMS, to be set side by side.</summary>
internal sealed class SmsHostOptions(TwoFactorOptions common, SmsOptions sms)
{
    public string Issuer
    {
        get => common.Issuer;
        set => common.Issuer = value;
    }

    public SmsOptions Sms
    {
        get => sms;
        set => throw new NotSupportedException("Set the members.");
    }

    public TwoFactorOptions Common => common;
}
