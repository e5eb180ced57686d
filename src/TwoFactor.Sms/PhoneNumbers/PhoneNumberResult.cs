using System.Diagnostics.CodeAnalysis;

namespace TwoFactor.Sms;

/// <summary>A phone number, or the problem with the text.</summary>
public sealed class PhoneNumberResult
{
    private static readonly PhoneNumberResult?[] s_problems = new PhoneNumberResult?[
        (int)PhoneNumberProblem.NotInUse + 1
    ];

    private PhoneNumberResult(PhoneNumber? value, PhoneNumberProblem problem)
    {
        Value = value;
        Problem = problem;
    }

    /// <summary>The number; null if there is a problem.</summary>
    public PhoneNumber? Value { get; }

    /// <summary>What is wrong; <see cref="PhoneNumberProblem.None"/> if there is a number.</summary>
    public PhoneNumberProblem Problem { get; }

    /// <summary>Whether there is a number.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValid => Value is not null;

    /// <summary>A sentence for the user, in English; empty if there is a number.</summary>
    public string Message =>
        Problem switch
        {
            PhoneNumberProblem.None => "",
            PhoneNumberProblem.NotANumber =>
                "That is no phone number: write digits, with spaces, dashes or brackets between them if you like.",
            PhoneNumberProblem.UnknownRegion =>
                "Choose the country of the number, or begin it with + and the country's calling code.",
            PhoneNumberProblem.UnknownCallingCode => "No country has the calling code that the number begins with.",
            PhoneNumberProblem.TooShort => "The number has too few digits.",
            PhoneNumberProblem.TooLong => "The number has too many digits.",
            _ => "There is no such number in that country. Compare it digit by digit, and check the country.",
        };

    internal static PhoneNumberResult Found(PhoneNumber number) => new(number, PhoneNumberProblem.None);

    internal static PhoneNumberResult Refused(PhoneNumberProblem problem) =>
        s_problems[(int)problem] ??= new(null, problem);

    /// <summary>Shows the masked number, or the problem.</summary>
    public override string ToString() => Value?.ToString() ?? Problem.ToString();
}
