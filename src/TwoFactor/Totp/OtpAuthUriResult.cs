using System.Diagnostics.CodeAnalysis;

namespace TwoFactor.Otp;

/// <summary>A parsed key URI, or the reason why it could not be parsed.</summary>
public sealed class OtpAuthUriResult
{
    internal OtpAuthUriResult(OtpAuthUri value, IReadOnlyList<string> warnings)
    {
        Value = value;
        Warnings = warnings;
    }

    internal OtpAuthUriResult(string error) => Error = error;

    /// <summary>Whether parsing succeeded, so that <see cref="Value"/> is set.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Value is not null;

    /// <summary>The key URI, or null.</summary>
    public OtpAuthUri? Value { get; }

    /// <summary>What is wrong with the text, or null. It never repeats the text.</summary>
    public string? Error { get; }

    /// <summary>
    /// What was read but needs attention: two different issuers, or a weak secret. Warnings never repeat the text.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; } = [];
}
