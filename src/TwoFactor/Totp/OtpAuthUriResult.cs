using System.Diagnostics.CodeAnalysis;

namespace TwoFactor.Otp;

/// <summary>A key URI that was read, or the reason why it was not.</summary>
public sealed class OtpAuthUriResult
{
    internal OtpAuthUriResult(OtpAuthUri value) => Value = value;

    internal OtpAuthUriResult(string error) => Error = error;

    /// <summary>Whether <see cref="Value"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Value is not null;

    /// <summary>The key URI, or null.</summary>
    public OtpAuthUri? Value { get; }

    /// <summary>What is wrong with the text, or null. It never repeats the secret.</summary>
    public string? Error { get; }
}
