using System.Diagnostics.CodeAnalysis;

namespace TwoFactor.Otp;

/// <summary>A key URI that was read, or the reason why it was not.</summary>
public sealed class OtpAuthUriResult
{
    internal OtpAuthUriResult(OtpAuthUri value, IReadOnlyList<string> warnings)
    {
        Value = value;
        Warnings = warnings;
    }

    internal OtpAuthUriResult(string error) => Error = error;

    /// <summary>Whether <see cref="Value"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Value is not null;

    /// <summary>The key URI, or null.</summary>
    public OtpAuthUri? Value { get; }

    /// <summary>What is wrong with the text, or null. It never repeats a part of it.</summary>
    public string? Error { get; }

    /// <summary>
    /// What was read and deserves a look: two issuers that differ, a weak secret. They repeat no part of the text.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; } = [];
}
